import { isSameTarget, type Target } from '../kernel/target.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { type Alert, isEndOf, isKnown, NOWHERE, type Reference, worse } from './alert.ts';
import {
  firing,
  type Incident,
  type IncidentChange,
  type IncidentDeed,
  type IncidentId,
  isOpen,
  touches,
  written,
} from './incident.ts';

/** One message of a source about one target. */
export interface Telling {
  readonly place: Target;
  readonly reference: Reference;
  /** At least one, all of this place. */
  readonly alerts: readonly Alert[];
  /** How many more the delivery told of, wherever, than were read; left out: none. */
  readonly left?: number;
}

/** More than anybody reads; beyond it those that ended longest ago are forgotten. */
export const MOST_ALERTS = 200;
const MOST_REFERENCES = 20;
/** An alert that comes back within this time after its incident closed by itself opens the same one again. */
export const REOPEN_MS = 30 * 60_000;

/** A new incident for alerts that nothing open is about; null when none of them is on. */
export function openFor(
  { place, reference, alerts, left }: Telling,
  made: { readonly id: IncidentId; readonly channel: string | null },
  now: Instant,
): IncidentChange | null {
  const [first] = alerts.filter(({ endedAt }) => endedAt === null);
  if (!first) return null;
  const { service, environment } = place;
  const by = `alert:${reference.source}`;
  const security = alerts.some((one) => one.security);
  const row: Incident = {
    ...made,
    service,
    environment,
    status: 'open',
    severity: alerts.reduce((worst, { severity }) => worse(worst, severity), first.severity),
    ...(security ? { security: true } : {}),
    title: titleOf(first),
    places: isNamed(place) ? [{ service, environment }] : [],
    references: [reference],
    alerts: alerts.slice(0, MOST_ALERTS),
    ...(left ? { unread: left } : {}),
    openedAt: now,
    openedBy: by,
    commander: null,
    acknowledgedAt: null,
    resolved: null,
    links: [],
    revision: 0,
  };
  const note = `${row.id} opened${security ? ', a security incident' : ''}: ${row.title}${unread(left)}`;
  const evidence = evidenceOf(alerts, left);
  return written(row, { what: 'opened', place, by, at: now, note, security, evidence });
}

/**
 * What a message of a source changes of an incident: null when all of it was known. Alerts that begin
 * are added, those that ended are marked; when the last has ended and nobody is in command it resolves.
 */
export function joinFor(
  i: Incident,
  { place, reference, alerts, left }: Telling,
  now: Instant,
): IncidentChange | null {
  const begun = begunOf(i, alerts);
  const ended = alerts.filter((a) => firing(i).some((known) => isEndOf(a, known)));
  if (begun.length === 0 && ended.length === 0) return null;
  if (!isOpen(i) && !opensAgain(i, begun, now)) return null;
  const row = joined(i, { place, reference, begun, ended, left: left ?? 0 }, now);
  const by = `alert:${reference.source}`;
  const deed = { place, by, at: now, evidence: evidenceOf([...begun, ...ended], left) };
  const [first] = begun;
  if (first) {
    const what: IncidentDeed = isOpen(i) ? 'alerted' : 'reopened';
    const back = { status: 'open', resolved: null } as const;
    const next = isOpen(i) ? row : { ...row, ...back };
    const security = begun.some((one) => one.security);
    const note = `${i.id}${security ? ', a security incident' : ''}: ${titleOf(first)}${unread(left)}`;
    return written(next, { ...deed, what, security, note });
  }
  return calmed(row, deed);
}

/** The alerts that are on and that it does not know of yet. */
export function begunOf(i: Pick<Incident, 'alerts'> | null, alerts: readonly Alert[]) {
  return alerts.filter((a) => a.endedAt === null && !isKnown(i?.alerts ?? [], a));
}

type Calm = Pick<Parameters<typeof written>[1], 'by' | 'at' | 'evidence'> & { place: Target };

function calmed(row: Incident, deed: Calm): IncidentChange {
  const left = firing(row).length;
  if (left > 0 || row.commander !== null) {
    const note = left > 0 ? null : `${row.id}: every alert has ended. Resolve it when it is over.`;
    const tell = left > 0 || row.commander === null ? [] : [row.commander];
    return written(row, { ...deed, what: 'calmed', note, tell });
  }
  const why = 'every alert has ended';
  const resolved = { by: 'alerts', at: deed.at, why };
  const note = `${row.id} is resolved: ${why}`;
  return written({ ...row, status: 'resolved', resolved }, { ...deed, what: 'resolved', note });
}

/** Only what closed by itself: a person who said it is over meant it. */
function opensAgain({ resolved }: Incident, begun: readonly Alert[], now: Instant): boolean {
  if (begun.length === 0 || resolved?.by !== 'alerts') return false;
  return now < plus(resolved.at, REOPEN_MS);
}

function joined(
  i: Incident,
  more: Pick<Telling, 'place' | 'reference'> & {
    readonly begun: readonly Alert[];
    readonly ended: readonly Alert[];
    readonly left: number;
  },
  now: Instant,
): Incident {
  const { place, reference, begun, ended } = more;
  const unread = Math.max(i.unread ?? 0, more.left);
  const { service, environment } = place;
  const known = i.references.some((r) => isSameReference(r, reference));
  const alerts = [
    ...i.alerts.map((known) => {
      const end = ended.find((one) => isEndOf(one, known));
      return end ? { ...known, endedAt: end.endedAt } : known;
    }),
    ...begun,
  ];
  return {
    ...i,
    severity: begun.reduce((worst, one) => worse(worst, one.severity), i.severity),
    ...(begun.some((one) => one.security) ? { security: true } : {}),
    places:
      !isNamed(place) || touches(i, place)
        ? i.places
        : [...i.places, { service, environment, at: now }],
    references: known
      ? i.references
      : [...i.references, { ...reference, at: now }].slice(0, MOST_REFERENCES),
    alerts: fewest(alerts),
    ...(unread > 0 ? { unread } : {}),
    revision: i.revision + 1,
  };
}

/** What is still on is kept before what has ended. */
function fewest(alerts: readonly Alert[]): readonly Alert[] {
  let tooMany = alerts.length - MOST_ALERTS;
  if (tooMany <= 0) return alerts;
  const on = alerts.filter(({ endedAt }) => {
    if (endedAt === null || tooMany <= 0) return true;
    tooMany -= 1;
    return false;
  });
  return on.slice(0, MOST_ALERTS);
}

function isSameReference(a: Reference, b: Reference): boolean {
  return a.source === b.source && a.ref === b.ref;
}

/** Whether it is a target of ours; where only the environment is known it is none. */
export function isNamed(place: Target): boolean {
  return !isSameTarget(place, { ...place, service: NOWHERE }) && place.environment !== NOWHERE;
}

function titleOf({ name, summary }: Alert): string {
  return summary && summary !== name ? `${name}: ${summary}` : name;
}

/** What the source told of beside it and nobody here knows. */
function unread(left = 0): string {
  return left > 0 ? ` (${left} more of that delivery were not read: look at the source)` : '';
}

function evidenceOf(alerts: readonly Alert[], left = 0) {
  return {
    ...(left > 0 ? { left } : {}),
    alerts: alerts.slice(0, 20).map(({ source, fingerprint, name, startedAt, endedAt }) => ({
      source,
      fingerprint,
      name,
      startedAt,
      endedAt,
    })),
    count: alerts.length,
  };
}
