import type { Change, Entry } from '../kernel/change.ts';
import { isRefusal, type Refusal, refuse } from '../kernel/refusal.ts';
import { type Instant, plus } from '../kernel/time.ts';
import type { Decided } from './lock-deciders.ts';
import { namePlace, type Place, scopeOf } from './lock-place.ts';
import { belongsTo, type Cause, nameCause } from './precedence.ts';

/**
 * Whether a place is locked, and for which change. `token` rises with every tenure and never falls, so what was
 * asked of an earlier one is known as late; the row outlives its tenures for that.
 */
export interface Lock extends Place {
  readonly token: number;
  /** One more with each change of the row. */
  readonly revision: number;
  readonly held: Tenure | null;
}

/** A change keeps all others out of the place until then. */
export interface Tenure extends Decided {
  /** Who asked for it, and answers for it. */
  readonly by: string;
  readonly at: Instant;
  readonly because: string | null;
  readonly cause: Cause;
  /** Null in what was stored before a lock had an end: it lasts until it is taken off. */
  readonly until: Instant | null;
  /** When they are reminded that it ends; null once they were. */
  readonly remindAt: Instant | null;
  /** Who asked them to take it off. */
  readonly askedBy: readonly string[];
  readonly claim: Claim | null;
}

/** Somebody else wants it: it passes to them at `decideAt` unless somebody objects. */
export interface Claim extends Decided {
  readonly by: string;
  readonly at: Instant;
  readonly because: string | null;
  readonly cause: Cause;
  readonly decideAt: Instant;
  readonly objection: Objection | null;
}

/** The arbiters decide by then; otherwise the published order does. */
export interface Objection {
  readonly by: string;
  readonly at: Instant;
  readonly because: string | null;
  readonly decideAt: Instant;
}

/** A lock that holds. */
export interface Held extends Lock {
  readonly held: Tenure;
}

export type LockDeed =
  | 'locked'
  | 'extended'
  | 'reminded'
  | 'unlocked'
  | 'expired'
  | 'asked'
  | 'claimed'
  | 'objected'
  | 'taken-over'
  | 'kept';

/** Something happened to a lock, of which these people must hear; `lock` is how it stands since. */
export interface LockEvent extends Place {
  readonly type: 'lock';
  readonly what: LockDeed;
  readonly lock: Lock;
  readonly at: Instant;
  readonly by: string;
  readonly note: string;
  readonly tell: readonly string[];
}

export interface LockRow {
  readonly table: 'lock';
  readonly row: Lock;
}
export type LockChange = Change<LockRow, LockEvent>;

/** What somebody asks for: for which change, and for how long. */
export interface Wanted extends Decided {
  readonly by: string;
  readonly because: string | null;
  readonly cause: Cause;
  readonly lastsMs: number;
  readonly remindMs: number;
  readonly now: Instant;
}

/** The lock as it holds at this moment, or null. */
export function holding(lock: Lock | null, now: Instant): Held | null {
  if (!lock?.held || (lock.held.until !== null && lock.held.until <= now)) return null;
  return { ...lock, held: lock.held };
}

/** Whether it lets this pass. A lock on one deployment holds that, whoever laid it on. */
export function letsPass(lock: Held, about: Parameters<typeof belongsTo>[1]): boolean {
  return scopeOf(lock) !== 'change' && belongsTo(lock.held, about);
}

/** Locks what is free; a tenure that has run out is ended in the same change. `tell` own what depends on it. */
export function takeLock(
  lock: Lock | null,
  place: Place,
  wanted: Wanted,
  tell: readonly string[] = [],
): LockChange | Refusal {
  const held = holding(lock, wanted.now);
  if (held) return alreadyHeld(held, wanted.by);
  const next = lock?.held?.claim?.by ?? wanted.by;
  if (lock && next !== wanted.by) return passesOn(lock, next);
  const ended = lock?.held
    ? expire({ ...lock, held: lock.held }, wanted.now, 'its time was over')
    : null;
  const free = ended?.rows[0]?.row ?? lock ?? { ...place, token: 0, revision: 0, held: null };
  const because = wanted.because ? `: ${wanted.because}` : '';
  const taken = become(free, beginTenure(wanted), 'locked', {
    by: wanted.by,
    now: wanted.now,
    note: `${wanted.by} locked ${namePlace(place)}${because}`,
    tell: tell.filter((person) => person !== wanted.by),
  });
  return ended ? both(ended, taken) : taken;
}

export function beginTenure(wanted: Wanted): Tenure {
  const { by, because, cause, deciders, now, lastsMs, remindMs } = wanted;
  const until = plus(now, lastsMs);
  // One shorter than its reminder would begin with it.
  const remindAt = lastsMs > remindMs ? plus(until, -remindMs) : null;
  return { by, at: now, because, cause, deciders, until, remindAt, askedBy: [], claim: null };
}

/** Who asks something of a lock that holds, and which tenure they saw; `keeper`: its rules let them decide on it, with `deciders`. */
export interface Asking extends Decided {
  readonly by: string;
  readonly keeper: boolean;
  readonly now: Instant;
  readonly token?: number | undefined;
}

/** The lock as they saw it, when it is theirs to decide on; else why not. */
export function theirs(lock: Lock | null, place: Place, asking: Asking): Held | Refusal {
  const held = seen(lock, place, asking);
  if (isRefusal(held)) return held;
  if (held.held.by === asking.by || asking.keeper) return held;
  return refuse(
    'foreign-lock',
    `${held.held.by} locked ${namePlace(held)}; it is not yours to take off.`,
    { why: reasonOf(held), fix: `Ask ${held.held.by}, or take it over.` },
  );
}

/** The lock that somebody means: it still holds, and is the one they saw. */
export function seen(
  lock: Lock | null,
  place: Place,
  { now, token }: Pick<Asking, 'now' | 'token'>,
): Held | Refusal {
  const held = holding(lock, now);
  if (!held) return refuse('not-locked', `${namePlace(place)} is not locked.`);
  if (token === undefined || token === held.token) return held;
  return refuse('another-lock', `That lock on ${namePlace(place)} is over.`, {
    why: `${held.held.by} has locked it since, for something else. ${reasonOf(held)}`,
    fix: 'Look at it as it is, and repeat it if you still want it.',
  });
}

/** Longer, from now on; never longer than the rules allow, which whoever asks has looked up. */
export function extendLock(
  lock: Lock | null,
  place: Place,
  asking: Asking & Pick<Wanted, 'lastsMs' | 'remindMs'>,
): LockChange | Refusal {
  const held = theirs(lock, place, asking);
  if (isRefusal(held)) return held;
  const { until, remindAt } = beginTenure({ ...asking, because: null, cause: { kind: 'work' } });
  const tenure = { ...held.held, until, remindAt };
  return become(held, tenure, 'extended', {
    by: asking.by,
    now: asking.now,
    note: `${asking.by} extended the lock on ${namePlace(held)}`,
    tell: held.held.by === asking.by ? [] : [held.held.by],
  });
}

/** Its time is over. */
export function expire(lock: Held, now: Instant, why: string): LockChange {
  return become(lock, null, 'expired', {
    by: 'fairway',
    now,
    note: `The lock on ${namePlace(lock)} ended: ${why}`,
    tell: [lock.held.by],
  });
}

interface Deed {
  readonly by: string;
  readonly now: Instant;
  readonly note: string;
  readonly tell: readonly string[];
}

/** The next state of a lock, its ledger entry and its event. A tenure of somebody else has a token of its own. */
export function become(
  before: Lock,
  held: Tenure | null,
  what: LockDeed,
  { by, now, note, tell }: Deed,
): LockChange {
  const begun = what === 'locked' || what === 'taken-over';
  const { service, environment } = before;
  const token = before.token + (begun ? 1 : 0);
  const row: Lock = { service, environment, token, revision: before.revision + 1, held };
  const entry: Entry = {
    subject: `lock:${service}:${environment}`,
    what,
    by,
    at: now,
    evidence: {
      token,
      ...evidenceOf(held ?? before.held),
      ...(held && before.held && before.held.by !== held.by ? { heldBefore: before.held.by } : {}),
    },
  };
  const event: LockEvent = {
    type: 'lock',
    what,
    service,
    environment,
    lock: row,
    at: now,
    by,
    note,
    tell,
  };
  return { rows: [{ table: 'lock', row }], ledger: [entry], events: [event] };
}

function evidenceOf(tenure: Tenure | null): Entry['evidence'] {
  if (!tenure) return {};
  const { by, because, cause, until, claim, deciders } = tenure;
  return {
    ...(deciders ? { keepers: [...deciders.keepers], arbiters: [...deciders.arbiters] } : {}),
    heldBy: by,
    because,
    for: nameCause(cause),
    until,
    ...(claim
      ? { claimedBy: claim.by, claimFor: nameCause(claim.cause), claimBecause: claim.because }
      : {}),
    ...(claim?.objection
      ? { objectedBy: claim.objection.by, objection: claim.objection.because }
      : {}),
  };
}

/** One after the other, in one transaction; the row is written as the second leaves it. */
export function both(first: LockChange, second: LockChange): LockChange {
  return {
    rows: second.rows,
    ledger: [...first.ledger, ...second.ledger],
    events: [...first.events, ...second.events],
  };
}

function alreadyHeld(held: Held, by: string): Refusal {
  const own = held.held.by === by;
  return refuse(
    'locked',
    `${own ? 'You have' : `${held.held.by} has`} already locked ${namePlace(held)}.`,
    {
      why: reasonOf(held),
      fix: own
        ? 'Extend it, if it ends too soon.'
        : `Ask ${held.held.by} to unlock it, or take it over.`,
    },
  );
}

function passesOn(lock: Lock, next: string): Refusal {
  return refuse('locked', `The lock on ${namePlace(lock)} is passing on to ${next}.`, {
    why: 'They were taking it over when it ended.',
    fix: `Ask ${next}, or wait until they are done.`,
  });
}

/** Why it is held, as a sentence. */
export function reasonOf({ held: { because, cause } }: Held): string {
  const name = nameCause(cause);
  const reason = because === null ? 'No reason was given' : `The reason: ${because}`;
  return name === null ? `${reason}.` : `It is held for ${name}. ${reason}.`;
}
