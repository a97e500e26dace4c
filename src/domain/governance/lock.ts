import type { Change, Entry } from '../kernel/change.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';

/** A person keeps everybody else's deployments out of one target until it is taken off. */
export interface Lock extends Target {
  readonly by: string;
  readonly at: Instant;
  readonly because: string | null;
}

export type LockRow =
  | { readonly table: 'lock'; readonly row: Lock }
  | { readonly table: 'lock'; readonly gone: Target };
export type LockChange = Change<LockRow, never>;

/** Locks a free target. Refused when somebody, oneself included, already holds it. */
export function takeLock(held: Lock | null, wanted: Lock): LockChange | Refusal {
  if (held) {
    const own = held.by === wanted.by;
    return refuse(
      'locked',
      `${own ? 'You have' : `${held.by} has`} already locked ${nameOf(held)}.`,
      {
        why: reasonOf(held),
        fix: own ? '' : `Ask ${held.by} to unlock it.`,
      },
    );
  }
  const evidence = { because: wanted.because };
  return {
    rows: [{ table: 'lock', row: wanted }],
    ledger: [entry(wanted, 'locked', wanted.by, wanted.at, evidence)],
    events: [],
  };
}

/** Takes a lock off: the holder, or an owner of the service, whose override is recorded. */
export function releaseLock(
  held: Lock | null,
  target: Target,
  asked: { readonly by: string; readonly owner: boolean; readonly now: Instant },
): LockChange | Refusal {
  if (!held) return refuse('not-locked', `${nameOf(target)} is not locked.`);
  if (held.by !== asked.by && !asked.owner) {
    return refuse(
      'foreign-lock',
      `${held.by} locked ${nameOf(held)}; it is not yours to take off.`,
      {
        why: reasonOf(held),
        fix: `Ask ${held.by} or an owner of ${held.service}.`,
      },
    );
  }
  const evidence = { heldBy: held.by, because: held.because };
  return {
    rows: [{ table: 'lock', gone: target }],
    ledger: [entry(target, 'unlocked', asked.by, asked.now, evidence)],
    events: [],
  };
}

function entry(
  target: Target,
  what: string,
  by: string,
  at: Instant,
  evidence: Entry['evidence'],
): Entry {
  return { subject: `lock:${target.service}:${target.environment}`, what, by, at, evidence };
}

function reasonOf({ because }: Lock): string {
  return because === null ? 'No reason was given.' : `The reason: ${because}.`;
}

function nameOf({ service, environment }: Target): string {
  return `${service} in ${environment}`;
}
