import { type Noted, notedEvidence, sayNoted } from '../kernel/noted.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import type { Severity } from './alert.ts';
import {
  type Incident,
  type IncidentChange,
  type IncidentId,
  isOpen,
  type Link,
  written,
} from './incident.ts';

const MOST_LINKS = 50;

/** What a person says is wrong, before or without any alert; alerts about the same place join it. */
export interface Report {
  readonly place: Target;
  readonly severity: Severity;
  readonly title: string;
  readonly by: string;
  /** Whether it is a matter of security, which stops the line of the service. */
  readonly security?: boolean;
}

/** A new incident as a person reports it; whoever does is not in command by that. */
export function report(
  { place, severity, title, by, security = false }: Report,
  made: { readonly id: IncidentId; readonly channel: string | null },
  now: Instant,
): IncidentChange {
  const { service, environment } = place;
  const row: Incident = {
    ...made,
    service,
    environment,
    status: 'open',
    severity,
    ...(security ? { security: true } : {}),
    title,
    places: [{ service, environment }],
    references: [],
    alerts: [],
    openedAt: now,
    openedBy: by,
    commander: null,
    acknowledgedAt: null,
    resolved: null,
    links: [],
    revision: 0,
  };
  const note = `${row.id} opened by ${by}${security ? ', a security incident' : ''}: ${title}`;
  const evidence = { severity, title, ...(security ? { security } : {}) };
  return written(row, { what: 'opened', by, at: now, note, security, evidence });
}

/** Whoever takes it is in command; it may be taken from another, who is told. */
export function take(i: Incident, by: string, now: Instant): IncidentChange | Refusal {
  if (!isOpen(i)) return over(i);
  if (i.commander === by) {
    return refuse('yours', `${i.id} is yours already.`, {
      line: `/release incident resolve ${i.id}`,
    });
  }
  const before = i.commander;
  const acknowledgedAt = i.acknowledgedAt ?? now;
  const row = { ...next(i), status: 'acknowledged' as const, commander: by, acknowledgedAt };
  const from = before === null ? '' : `, from ${before}`;
  const note = `${by} has taken command of ${i.id}${from}`;
  const tell = before === null ? [] : [before];
  return written(row, { what: 'taken', by, at: now, note, tell, evidence: { before } });
}

/** It is over, as a person says; alerts that are still on do not open it again by themselves. */
export function resolve(
  i: Incident,
  by: string,
  because: string | null,
  now: Instant,
): IncidentChange | Refusal {
  if (!isOpen(i)) return over(i);
  const why = because ?? 'no reason was given';
  const row = { ...next(i), status: 'resolved' as const, resolved: { by, at: now, why } };
  const note = `${by} resolved ${i.id}: ${why}`;
  return written(row, { what: 'resolved', by, at: now, note, evidence: { because } });
}

/**
 * Names a deployment as what broke it or what was made to end it. Null when that was said before; what was only tried
 * may be said after it.
 */
export function link(
  i: Incident,
  said: Link,
  place: Target | null = null,
): IncidentChange | Refusal | null {
  const { deployment, role, by, at, tried } = said;
  const same = i.links.find((one) => one.deployment === deployment);
  if (same && isSaid(same, said)) return null;
  if (!same && i.links.length >= MOST_LINKS) {
    return refuse('too-many', `${i.id} names ${MOST_LINKS} deployments already.`, {
      line: `/release incident show ${i.id}`,
    });
  }
  const links = [...i.links.filter((one) => one.deployment !== deployment), said];
  const formerly = same ? [...(i.formerly ?? []), { ...same, until: at }] : i.formerly;
  return written(
    { ...next(i), links, ...(formerly ? { formerly } : {}) },
    {
      what: 'linked',
      ...(place ? { place } : {}),
      by,
      at,
      note: sayLink(said),
      evidence: { deployment, role, ...(tried ? { tried } : {}) },
    },
  );
}

function sayLink({ deployment, role, by, tried }: Link): string {
  if (tried) return `${by} had ${deployment} ${tried} for it`;
  return `${by} says ${deployment} is ${role === 'cause' ? 'what broke it' : 'what is to end it'}`;
}

/** Whether the first of these says all that the other does. */
export function isSaid(before: Link, { role, tried }: Pick<Link, 'role' | 'tried'>): boolean {
  return before.role === role && (before.tried === undefined || tried !== undefined);
}

/** Somebody marks something for the retrospective; nothing else of it changes. */
export function noteOn(i: Incident, by: string, noted: Noted, now: Instant): IncidentChange {
  const [note, evidence] = [sayNoted(by, noted), notedEvidence(noted)];
  return written(next(i), { what: 'noted', by, at: now, note, evidence });
}

function next(i: Incident): Incident {
  return { ...i, revision: i.revision + 1 };
}

function over({ id, resolved }: Incident): Refusal {
  return refuse('over', `${id} is resolved already.`, {
    ...(resolved ? { why: `${resolved.by}: ${resolved.why}.` } : {}),
    line: `/release incident show ${id}`,
  });
}
