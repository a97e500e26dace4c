import type { Catalog } from '../catalog/catalog.ts';
import { findEnvironment, findService, membersOf } from '../catalog/find.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { type Deployment, isOver } from './deployment.ts';

/** Nothing heard for this long is a state people see. */
export const QUIET_MS = 15_000;

/** A provider call that has taken a while, the last line it printed, and until when it is waited for. */
export interface LongCall {
  readonly provider: string;
  readonly askedAt: Instant;
  readonly heardAt: Instant | null;
  readonly until: Instant;
}

/** The last signs of life around a deployment. Cards are made of them, decisions never are. */
export interface Signs {
  /** When a worker last took or renewed the lease of the target, and until when it has it. */
  readonly heldAt: Instant | null;
  readonly heldUntil: Instant | null;
  readonly call: LongCall | null;
}

/** Who is silent, and since when. */
export type Lost =
  | {
      readonly whose: 'provider';
      readonly provider: string;
      readonly since: Instant;
      readonly until: Instant;
    }
  | { readonly whose: 'worker'; readonly since: Instant };

/** Who should have been heard of by now: the provider a worker waits for, or any worker at all. */
export function lostContact(d: Deployment, signs: Signs, now: Instant): Lost | null {
  if (isOver(d) || d.wakeAt === null || d.wakeAt > now) return null;
  const lost = isHeld(d, signs, now) ? quietProvider(signs.call) : absentWorker(d, d.wakeAt, signs);
  return lost !== null && now - lost.since > QUIET_MS ? lost : null;
}

/** Whether a worker has it in hand. The lease is the running deployment's: one that waits has none. */
export function isHeld(d: Deployment, { heldUntil }: Signs, now: Instant): boolean {
  return d.status === 'running' && heldUntil !== null && heldUntil > now;
}

export function sameLost(a: Lost | null, b: Lost | null): boolean {
  return a === null || b === null ? a === b : a.whose === b.whose && a.since === b.since;
}

/** Whom a deployment concerns: the people who own the service, and the groups that may steer it. */
export interface Around {
  readonly owners: readonly string[];
  /** Empty: every member of the organisation may. */
  readonly groups: readonly string[];
}

export function around(catalog: Catalog, { service, environment }: Target): Around {
  const owning = findService(catalog, service)?.owners ?? [];
  const deployers = findEnvironment(catalog, environment)?.deployers ?? [];
  const groups = deployers.length === 0 ? [] : [...new Set([...deployers, ...owning])];
  return { owners: membersOf(catalog, owning), groups };
}

function quietProvider(call: LongCall | null): Lost | null {
  if (call === null) return null;
  const { provider, askedAt, heardAt, until } = call;
  return { whose: 'provider', provider, since: heardAt ?? askedAt, until };
}

function absentWorker(d: Deployment, dueAt: Instant, { heldAt }: Signs): Lost {
  const touchedAt = d.status === 'running' ? (heldAt ?? dueAt) : dueAt;
  return { whose: 'worker', since: instant(Math.max(dueAt, touchedAt)) };
}
