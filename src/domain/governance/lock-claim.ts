import { isRefusal, type Refusal, refuse } from '../kernel/refusal.ts';
import { plus } from '../kernel/time.ts';
import {
  type Asking,
  become,
  beginTenure,
  type Claim,
  type Held,
  type Lock,
  type LockChange,
  seen,
  theirs,
  type Wanted,
} from './lock.ts';
import { arbitersThen, type Decided, keptThen } from './lock-deciders.ts';
import { namePlace, type Place } from './lock-place.ts';
import { type Cause, overrules } from './precedence.ts';

type Reasoned = Pick<Asking, 'by' | 'now' | 'token'> & { readonly because: string | null };

type Lease = Pick<Wanted, 'lastsMs' | 'remindMs'>;

/**
 * Takes a lock off: its holder, or who kept the place already when it was locked and still does. Where somebody
 * is taking it over it passes on to them at once.
 */
export function releaseLock(
  lock: Lock | null,
  place: Place,
  asking: Asking & Lease,
): LockChange | Refusal {
  const held = theirs(lock, place, asking);
  if (isRefusal(held)) return held;
  const { by, now } = asking;
  if (held.held.by !== by && !keptThen(held.held, by)) return keeperSince(held, asking);
  if (held.held.claim) return passOn(held, asking);
  return become(held, null, 'unlocked', {
    by,
    now,
    note: `${by} took the lock off ${namePlace(held)}`,
    tell: held.held.by === by ? [] : [held.held.by],
  });
}

function keeperSince({ held, ...lock }: Held, { deciders: now }: Decided): Refusal {
  const still = now?.keepers.filter((one) => one !== held.by && keptThen(held, one)) ?? [];
  const may = [held.by, ...still];
  return refuse(
    'keeper-since',
    `${namePlace(lock)} was not yours to keep when ${held.by} locked it.`,
    {
      why: 'Who may let a lock go is as it was when it was asked for; whoever joins them later does not take it off alone.',
      fix: `Ask ${may.join(' or ')}, or take it over.`,
    },
  );
}

/** Asks whoever holds it to take it off, once each. */
export function askFor(lock: Lock | null, place: Place, asking: Reasoned): LockChange | Refusal {
  const held = seen(lock, place, asking);
  if (isRefusal(held)) return held;
  const { by, because, now } = asking;
  if (held.held.by === by) return own(held);
  if (held.held.askedBy.includes(by)) {
    return refuse(
      'already-asked',
      `You have already asked ${held.held.by} to unlock ${namePlace(held)}.`,
      {
        fix: 'If it cannot wait, take it over: they then have a little time to object.',
      },
    );
  }
  const tenure = { ...held.held, askedBy: [...held.held.askedBy, by] };
  return become(held, tenure, 'asked', {
    by,
    now,
    note: `${by} asks you to unlock ${namePlace(held)}${because ? `: ${because}` : ''}`,
    tell: [held.held.by],
  });
}

/** Begins to take it over: it passes on after `objectMs` unless somebody objects. */
export function claimLock(
  lock: Lock | null,
  place: Place,
  asking: Reasoned & Decided & { readonly cause: Cause; readonly objectMs: number },
): LockChange | Refusal {
  const held = seen(lock, place, asking);
  if (isRefusal(held)) return held;
  const { by, because, cause, deciders, now, objectMs } = asking;
  if (held.held.by === by) return own(held);
  const { claim } = held.held;
  if (claim) {
    return refuse(
      'already-claimed',
      `${claim.by === by ? 'You are' : `${claim.by} is`} already taking it over.`,
      {
        why: 'One at a time: whoever has it then can be asked again.',
      },
    );
  }
  if (!because) {
    return refuse('no-reason', 'Taking over a lock needs a reason.', {
      why: 'Whoever holds it reads it, and decides by it whether to object.',
      fix: 'Say it after because: … because "checkout is down".',
    });
  }
  const decideAt = plus(now, objectMs);
  const tenure = {
    ...held.held,
    claim: { by, at: now, because, cause, deciders, decideAt, objection: null },
  };
  return become(held, tenure, 'claimed', {
    by,
    now,
    note: `${by} takes over your lock on ${namePlace(held)} unless you object: ${because}`,
    tell: [held.held.by],
  });
}

/** Whoever holds it, or may decide on it, objects: the arbiters decide, each called by name. */
export function objectTo(
  lock: Lock | null,
  place: Place,
  asking: Asking & {
    readonly because: string | null;
    readonly decideMs: number;
    readonly arbiters: readonly string[];
  },
): LockChange | Refusal {
  const held = theirs(lock, place, asking);
  if (isRefusal(held)) return held;
  const claim = openClaim(held);
  if (isRefusal(claim)) return claim;
  const { by, because, now, decideMs, arbiters } = asking;
  if (claim.objection) {
    return refuse('already-objected', `${claim.objection.by} has already objected.`, {
      why: 'The arbiters have it now.',
    });
  }
  const objection = { by, at: now, because, decideAt: plus(now, decideMs) };
  const others = arbitersOf(arbiters, held);
  return become(held, { ...held.held, claim: { ...claim, objection } }, 'objected', {
    by,
    now,
    note: `${claim.by} and ${held.held.by} both want the lock on ${namePlace(held)}: ${claim.because ?? ''}; objection: ${because ?? 'no reason given'}`,
    tell: [...new Set([...others, claim.by])],
  });
}

/** An arbiter says who has it. Neither of the two decides about themselves. */
export function settle(
  lock: Lock | null,
  place: Place,
  asking: Reasoned & {
    readonly passOn: boolean;
    readonly arbiters: readonly string[];
  } & Lease,
): LockChange | Refusal {
  const held = seen(lock, place, asking);
  if (isRefusal(held)) return held;
  const claim = openClaim(held);
  if (isRefusal(claim)) return claim;
  const may = arbitersOf(asking.arbiters, held);
  if (!may.includes(asking.by)) {
    return refuse(
      'not-an-arbiter',
      `Who has the lock on ${namePlace(held)} is not yours to decide.`,
      {
        why: 'The arbiters of when it was locked do, less those who want it themselves.',
        fix:
          may.length > 0
            ? `Ask one of them: ${may.join(', ')}.`
            : 'There is none; the published order decides.',
      },
    );
  }
  return asking.passOn ? passOn(held, asking) : keep(held, asking);
}

/** Who may say who has it: the arbiters of now who were that when it was locked, less the two who want it. */
export function arbitersOf(arbiters: readonly string[], { held }: Held): readonly string[] {
  return arbitersThen(held, arbiters).filter(
    (person) => person !== held.by && person !== held.claim?.by,
  );
}

/** By the published order: what is claimed for ranks higher, or it stays where it is. */
export function passesByOrder({ held }: Held): boolean {
  return held.claim !== null && overrules(held.claim.cause, held.cause);
}

/** It is theirs who claimed it, under a higher token. */
export function passOn(
  held: Held,
  { by, now, lastsMs, remindMs }: Pick<Asking, 'by' | 'now'> & Lease,
): LockChange {
  const { claim } = held.held;
  if (!claim) throw new Error(`nobody claims the lock on ${namePlace(held)}`);
  const { cause, because, deciders } = claim;
  const tenure = beginTenure({ by: claim.by, because, cause, deciders, now, lastsMs, remindMs });
  return become(held, tenure, 'taken-over', {
    by,
    now,
    note: `${claim.by} has taken over the lock on ${namePlace(held)} from ${held.held.by}`,
    tell: [held.held.by, claim.by],
  });
}

/** It stays where it is; whoever claimed it may ask again. */
export function keep(held: Held, { by, now }: Pick<Asking, 'by' | 'now'>): LockChange {
  return become(held, { ...held.held, claim: null }, 'kept', {
    by,
    now,
    note: `${held.held.by} keeps the lock on ${namePlace(held)}`,
    tell: [held.held.by, held.held.claim?.by ?? ''].filter((person) => person !== ''),
  });
}

function openClaim(held: Held): Claim | Refusal {
  return (
    held.held.claim ??
    refuse('nothing-claimed', `Nobody is taking over the lock on ${namePlace(held)}.`, {
      fix: 'Nothing to do.',
    })
  );
}

function own(held: Held): Refusal {
  return refuse('own-lock', `The lock on ${namePlace(held)} is yours already.`, {
    fix: 'Take it off when you are done.',
  });
}
