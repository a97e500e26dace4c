import type { Change, Entry, Plain } from '../kernel/change.ts';
import { isSameTarget, type Target } from '../kernel/target.ts';
import { type Instant, instant } from '../kernel/time.ts';
import type { Alert, Reference, Severity } from './alert.ts';

export type IncidentId = `INC-${number}`;

export function isIncidentId(text: string): text is IncidentId {
  return /^INC-[1-9]\d*$/.test(text);
}

/**
 * Something is wrong for people who use what runs, as alerts or a person said. Service and environment
 * are those it was opened for, `NOWHERE` where none was named; `places` are all it touches since.
 */
export interface Incident extends Target {
  readonly id: IncidentId;
  /** `acknowledged`: somebody has taken command; `resolved`: over. */
  readonly status: 'open' | 'acknowledged' | 'resolved';
  readonly severity: Severity;
  /** A matter of security, as an alert or a person said; it stays one. */
  readonly security?: true;
  readonly title: string;
  /** Every target that was named, the first one first; empty where none was. */
  readonly places: readonly Place[];
  /** What the sources call it, the one that opened it first; empty when a person did. */
  readonly references: readonly Reference[];
  /** In the order in which they were told of. */
  readonly alerts: readonly Alert[];
  /** The most that one delivery told of it and of others beyond what is read of one; not there: all was read. */
  readonly unread?: number;
  readonly openedAt: Instant;
  /** A principal, or `alert:<source>`. */
  readonly openedBy: string;
  /** Who has taken command, by principal: they may stop and return whatever it touches. */
  readonly commander: string | null;
  readonly acknowledgedAt: Instant | null;
  readonly resolved: Resolved | null;
  /** Deployments that people or commands named as belonging to it. */
  readonly links: readonly Link[];
  /** What was said of some of them before something else was; left out: nothing. */
  readonly formerly?: readonly FormerLink[];
  /** What people said of failure modes it looked like, one answer for each; left out: none. */
  readonly tried?: readonly ModeTried[];
  /** Where it is told, as the chat names it. */
  readonly channel: string | null;
  readonly revision: number;
}

export interface Resolved {
  /** A principal, or `alerts` when every alert had ended and nobody was in command. */
  readonly by: string;
  readonly at: Instant;
  readonly why: string;
}

/** `cause`: it is what broke it; `fix`: it was made to end it. */
export interface Link {
  readonly deployment: string;
  readonly role: 'cause' | 'fix';
  readonly by: string;
  readonly at: Instant;
  /** It was taken back or stopped for the incident: whoever does that tries what helps. Left out: somebody said so. */
  readonly tried?: 'rolled back' | 'stopped';
}

/** A link as it was until somebody said another one. */
export interface FormerLink extends Link {
  readonly until: Instant;
}

/** A target it touches. `at`: since when that is known; left out: since it was opened. */
export interface Place extends Target {
  readonly at?: Instant;
}

/** Whether what is known to help against a failure mode, by its name, did. */
export interface ModeTried {
  readonly mode: string;
  readonly worked: boolean;
  readonly by: string;
  readonly at: Instant;
}

export interface IncidentRow {
  readonly table: 'incident';
  readonly row: Incident;
}

/**
 * Something happened to an incident; `note` and `tell` as with a deployment. Service and environment are
 * those it happened at: an alert of another service than the one it was opened for names that one.
 */
export interface IncidentEvent extends Target {
  readonly type: 'incident';
  /** With the first three an alert began there: an anomaly of that target. */
  readonly what: IncidentDeed;
  readonly id: IncidentId;
  readonly revision: number;
  readonly at: Instant;
  readonly by: string;
  readonly severity: Severity;
  /** With the first three: a matter of security began there. */
  readonly security?: true;
  readonly note: string | null;
  readonly tell: readonly string[];
}
export type IncidentDeed =
  | 'opened'
  | 'alerted'
  | 'reopened'
  | 'calmed'
  | 'taken'
  | 'resolved'
  | 'linked'
  | 'tried'
  | 'noted';

export type IncidentChange = Change<IncidentRow, IncidentEvent>;

/** The alerts still on. */
export function firing(i: Pick<Incident, 'alerts'>): readonly Alert[] {
  return i.alerts.filter(({ endedAt }) => endedAt === null);
}

export function isOpen(i: Pick<Incident, 'status'>): boolean {
  return i.status !== 'resolved';
}

/** When the first of its alerts began; when it was opened, where no alert opened it. Milliseconds. */
export function beganAt({ alerts, openedAt }: Pick<Incident, 'alerts' | 'openedAt'>): Instant {
  return instant(Math.min(openedAt, ...alerts.map(({ startedAt }) => startedAt)));
}

/** Whether it is about what runs there. */
export function touches(i: Pick<Incident, 'places'>, target: Target): boolean {
  return i.places.some((p) => isSameTarget(p, target));
}

export interface Deed {
  readonly what: IncidentDeed;
  /** Where it happened; left out: where the incident was opened. */
  readonly place?: Target;
  readonly by: string;
  readonly at: Instant;
  readonly note: string | null;
  readonly tell?: readonly string[];
  readonly security?: boolean;
  readonly evidence: { readonly [key: string]: Plain };
}

/** A row with its ledger entry and its event. */
export function written(row: Incident, deed: Deed): IncidentChange {
  const { what, place = row, by, at, note, tell = [], evidence } = deed;
  const { id, revision, severity } = row;
  const { service, environment } = place;
  const entry: Entry = { subject: id, what, by, at, evidence };
  const event: IncidentEvent = {
    type: 'incident',
    what,
    id,
    service,
    environment,
    revision,
    at,
    by,
    severity,
    note,
    tell,
    ...(deed.security ? { security: true } : {}),
  };
  return { rows: [{ table: 'incident', row }], ledger: [entry], events: [event] };
}
