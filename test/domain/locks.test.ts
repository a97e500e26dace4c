import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { subjectOf } from '../../src/domain/deployment/deployment.ts';
import type { Queued } from '../../src/domain/gates/facts.ts';
import { rule } from '../../src/domain/gates/index.ts';
import {
  type Claim,
  extendLock,
  holding,
  type Lock,
  type LockChange,
  type Tenure,
  takeLock,
} from '../../src/domain/governance/lock.ts';
import {
  askFor,
  claimLock,
  objectTo,
  releaseLock,
  settle,
} from '../../src/domain/governance/lock-claim.ts';
import type { Cause } from '../../src/domain/governance/precedence.ts';
import { tendLock } from '../../src/domain/governance/tend-lock.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { deployment, NOON } from './sample.ts';

const place = { service: 'shop', environment: 'production' };
const PEOPLE = ['ana', 'bo', 'chen', 'dana'] as const;
const KEEPER = 'chen';
const ARBITERS = ['dana', 'bo'];
const lease = { lastsMs: 60_000, remindMs: 10_000 };
const rules = { lasts: lease.lastsMs, remind: lease.remindMs };

const CAUSES: readonly Cause[] = [
  { kind: 'work' },
  { kind: 'deployment', id: 'D-1' },
  { kind: 'incident', ref: 'INC-42' },
];

interface Act {
  readonly what: (typeof ACTS)[number];
  readonly by: (typeof PEOPLE)[number];
  readonly cause: Cause;
  /** How many tenures ago they last looked; null says no token at all. */
  readonly stale: number | null;
  readonly passesMs: number;
  readonly passOn: boolean;
  readonly changeOver: boolean;
}
const ACTS = ['take', 'extend', 'unlock', 'ask', 'claim', 'object', 'settle', 'tend'] as const;

const act: fc.Arbitrary<Act> = fc.record({
  what: fc.constantFrom(...ACTS),
  by: fc.constantFrom(...PEOPLE),
  cause: fc.constantFrom(...CAUSES),
  stale: fc.constantFrom(null, 0, 0, 0, 1, 2),
  passesMs: fc.constantFrom(0, 1, 1_000, 5_000, 30_000, 61_000),
  passOn: fc.boolean(),
  changeOver: fc.boolean(),
});

function carryOut(lock: Lock | null, one: Act, now: Instant): LockChange | Refusal | null {
  const { what, by, cause, stale } = one;
  const token = stale === null ? undefined : (lock?.token ?? 0) - stale;
  const asking = { by, now, token, keeper: by === KEEPER, because: 'a reason' };
  switch (what) {
    case 'take':
      return takeLock(lock, place, { by, because: null, cause, now, ...lease });
    case 'extend':
      return extendLock(lock, place, { ...asking, ...lease });
    case 'unlock':
      return releaseLock(lock, place, { ...asking, ...lease });
    case 'ask':
      return askFor(lock, place, asking);
    case 'claim':
      return claimLock(lock, place, { ...asking, cause, objectMs: 5_000 });
    case 'object':
      return objectTo(lock, place, { ...asking, decideMs: 20_000, arbiters: ARBITERS });
    case 'settle':
      return settle(lock, place, { ...asking, ...lease, arbiters: ARBITERS, passOn: one.passOn });
    case 'tend':
      return tendLock(lock, rules, { now, changeOver: one.changeOver });
  }
}

/** Why this act may have ended that tenure, or null when nothing allows it. */
function mayEnd(before: Lock, one: Act, now: Instant): string | null {
  const { held } = before;
  if (!held) return null;
  if (held.until !== null && held.until <= now) return 'its time was over';
  if (one.what === 'unlock' && (one.by === held.by || one.by === KEEPER)) return 'unlocked';
  if (one.what === 'tend' && one.changeOver) return 'what it was for is over';
  return held.claim && mayPassOn(held, held.claim, one, now);
}

const RANK = { incident: 1, deployment: 2, work: 3 } as const;

function mayPassOn(held: Tenure, claim: Claim, one: Act, now: Instant): string | null {
  const others = one.by !== held.by && one.by !== claim.by;
  if (one.what === 'settle' && one.passOn && ARBITERS.includes(one.by) && others) return 'settled';
  if (one.what !== 'tend' || now < (claim.objection ?? claim).decideAt) return null;
  if (!claim.objection) return 'silence';
  return RANK[claim.cause.kind] < RANK[held.cause.kind] ? 'the published order' : null;
}

describe('8.7 whatever people do to a lock, in whatever order', () => {
  test('no unlock is lost and none is foreign, tokens only grow, and nobody late is heard', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        let lock: Lock | null = null;
        let now = NOON;
        for (const one of acts) {
          now = plus(now, one.passesMs);
          const before: Lock | null = lock;
          const change = carryOut(before, one, now);
          if (change === null || isRefusal(change)) {
            expectHeard(before, one, now, change);
            continue;
          }
          const after = change.rows.at(-1)?.row;
          if (!after) throw new Error('a change without a row');
          expectLawful(before, after, one, now, change);
          lock = after;
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

/** A refusal changes nothing; and the one who holds it is never refused to take it off. */
function expectHeard(lock: Lock | null, one: Act, now: Instant, said: Refusal | null): void {
  const held = holding(lock, now);
  const saw = one.stale === null || one.stale === 0;
  if (one.what === 'unlock' && held?.held.by === one.by && saw) {
    throw new Error(`a lost unlock: ${said?.what}`);
  }
}

function expectLawful(
  before: Lock | null,
  after: Lock,
  one: Act,
  now: Instant,
  change: LockChange,
): void {
  const token = before?.token ?? 0;
  const begun = change.ledger.some(({ what }) => what === 'locked' || what === 'taken-over');
  expect(after.revision).toBeGreaterThan(before?.revision ?? 0);
  expect(after.token - token).toBe(begun ? 1 : 0);
  expect(change.ledger).toHaveLength(change.events.length);
  // Whoever speaks of a tenure that is over changes nothing.
  if (one.what !== 'take' && one.what !== 'tend') expect([null, 0]).toContain(one.stale);
  if (begun || after.held === null) expectEnded(before, after, one, now);
  else expect(after.held.by).toBe(before?.held?.by);
}

function expectEnded(before: Lock | null, after: Lock, one: Act, now: Instant): void {
  if (!before?.held) return;
  expect(mayEnd(before, one, now)).not.toBeNull();
  // One who was taking it over is passed over by nobody.
  const { claim } = before.held;
  if (claim) expect(after.held?.by).toBe(claim.by);
}

describe('two want the same lock', () => {
  const wanted = { by: 'ana', because: null, now: NOON, ...lease };
  const decided = (change: LockChange | Refusal | null): Lock => {
    if (change === null || isRefusal(change)) throw new Error('nothing was decided');
    return change.rows.at(-1)?.row as Lock;
  };
  const claimed = (holds: Cause, wants: Cause): Lock => {
    const taken = decided(takeLock(null, place, { ...wanted, cause: holds }));
    const asking = { by: 'bo', now: NOON, because: 'it burns', cause: wants, objectMs: 5_000 };
    return decided(claimLock(taken, place, asking));
  };
  const objected = (lock: Lock): Lock =>
    decided(
      objectTo(lock, place, {
        ...{ by: 'ana', keeper: false, now: plus(NOON, 4_000), because: 'half done' },
        ...{ decideMs: 20_000, arbiters: ARBITERS },
      }),
    );
  const tended = (lock: Lock, afterMs: number): string | undefined => {
    const change = tendLock(lock, rules, { now: plus(NOON, afterMs), changeOver: false });
    return change?.rows[0]?.row.held?.by;
  };
  const [work, own, incident] = CAUSES as readonly [Cause, Cause, Cause];

  test('silence passes it on, and not before its time', () => {
    expect(tended(claimed(incident, work), 4_999)).toBeUndefined();
    expect(tended(claimed(incident, work), 5_000)).toBe('bo');
  });

  test.each<[string, Cause, Cause, string]>([
    ['an incident goes before work', work, incident, 'bo'],
    ['a deployment goes before work', work, own, 'bo'],
    ['an incident goes before a deployment', own, incident, 'bo'],
    ['work does not go before an incident', incident, work, 'ana'],
    ['between equals whoever came first keeps it', incident, incident, 'ana'],
  ])('no arbiter in time: %s', (_, holds, wants, has) => {
    const lock = objected(claimed(holds, wants));
    expect(tended(lock, 23_999)).toBeUndefined();
    expect(tended(lock, 24_000)).toBe(has);
  });

  test('an arbiter who wants it themselves does not decide', () => {
    const lock = objected(claimed(work, work));
    const asking = { now: plus(NOON, 5_000), because: null, arbiters: ARBITERS, ...lease };
    const by = (one: string) => settle(lock, place, { ...asking, by: one, passOn: true });
    expect(by('bo')).toMatchObject({ code: 'not-an-arbiter', fix: 'Ask one of them: dana.' });
    expect(decided(by('dana'))).toMatchObject({ token: 2, held: { by: 'bo' } });
  });
});

describe('who may let go is as it was when the lock was asked for', () => {
  const deciders = { keepers: ['chen'], arbiters: ['dana'] };
  const wanted = { by: 'ana', because: null, cause: CAUSES[0] as Cause, now: NOON, deciders };
  const rowOf = (change: LockChange | Refusal): Lock => {
    if (isRefusal(change)) throw new Error(change.what);
    return change.rows.at(-1)?.row as Lock;
  };
  const taken = rowOf(takeLock(null, place, { ...wanted, ...lease }));
  const unlock = (lock: Lock, by: string, keeper: boolean) =>
    releaseLock(lock, place, { by, keeper, now: NOON, ...lease });

  test.each([
    ['who keeps the place since then alone', 'eli', true, 'keeper-since'],
    ['who kept it then and does no longer', 'chen', false, 'foreign-lock'],
    ['who kept it then and does', 'chen', true, null],
    ['the holder', 'ana', false, null],
  ] as const)('unlock: %s', (_, by, keeper, code) => {
    const said = unlock(taken, by, keeper);
    if (code) expect(said).toMatchObject({ code, fix: expect.stringContaining('ana') });
    else expect(rowOf(said).held).toBeNull();
  });

  test('the refusal names those who may, and nobody who keeps it no longer', () => {
    const asking = { by: 'eli', keeper: true, now: NOON, ...lease };
    const fixFor = (...keepers: readonly string[]) =>
      releaseLock(taken, place, { ...asking, deciders: { keepers, arbiters: [] } });
    expect(fixFor('chen', 'eli')).toMatchObject({ fix: 'Ask ana or chen, or take it over.' });
    expect(fixFor('eli')).toMatchObject({ fix: 'Ask ana, or take it over.' });
  });

  test('who takes it over brings the lists of the moment they asked', () => {
    const asking = { by: 'bo', now: NOON, because: 'it burns', cause: wanted.cause };
    const later = { keepers: ['eli'], arbiters: ['eli'] };
    const claimed = rowOf(claimLock(taken, place, { ...asking, objectMs: 5_000, deciders: later }));
    const settled = (by: string, arbiters: readonly string[]) =>
      settle(claimed, place, { ...asking, by, arbiters, passOn: true, ...lease });
    expect(settled('eli', ['dana', 'eli'])).toMatchObject({ code: 'not-an-arbiter' });
    expect(settled('bo', ['dana', 'bo'])).toMatchObject({ code: 'not-an-arbiter' });
    expect(settled('dana', ['eli'])).toMatchObject({ code: 'not-an-arbiter' });
    const passed = rowOf(settled('dana', ['dana', 'eli']));
    expect(unlock(passed, 'chen', true)).toMatchObject({ code: 'keeper-since' });
    expect(rowOf(unlock(passed, 'eli', true)).held).toBeNull();
  });

  test('a lock that was stored before the lists were is for those who keep the place now', () => {
    const { deciders: _, ...before } = wanted;
    const old = rowOf(takeLock(null, place, { ...before, ...lease }));
    expect(rowOf(unlock(old, 'eli', true)).held).toBeNull();
  });
});

describe('who goes first when the place is free', () => {
  const waiter = fc.record({ fixes: fc.constantFrom(null, null, 'INC-42'), held: fc.boolean() });

  test('all start one by one: what ends an incident, then who asked first', () => {
    fc.assert(
      fc.property(fc.array(waiter, { minLength: 1, maxLength: 8 }), (all) => {
        const waiting: Queued[] = all.map((one, i) => ({ ...one, id: `D-${i + 1}` }));
        const free = waiting.filter(({ held }) => !held);
        const order = free.toSorted(
          (a, b) => Number(b.fixes !== null) - Number(a.fixes !== null) || idOf(a) - idOf(b),
        );
        for (const next of order) {
          const passes = waiting.filter((one) => !one.held && mayStart(one, waiting));
          expect(passes.map(({ id }) => id)).toEqual([next.id]);
          waiting.splice(waiting.indexOf(next), 1);
        }
      }),
    );
  });

  function idOf({ id }: Queued): number {
    return Number(id.slice(2));
  }

  function mayStart(one: Queued, waiting: readonly Queued[]): boolean {
    const d = deployment({ id: one.id as 'D-1', fixes: one.fixes ?? null });
    const queue = waiting.filter((other) => other !== one);
    return rule({ kind: 'turn' }, { queue }, subjectOf(d), NOON).ruling.verdict === 'pass';
  }
});
