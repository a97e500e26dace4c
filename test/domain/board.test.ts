import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { tallyOf } from '../../src/domain/deployment/board.ts';
import { decidePending } from '../../src/domain/deployment/decide-pending.ts';
import { type Deployment, subjectOf } from '../../src/domain/deployment/deployment.ts';
import { minutesOf } from '../../src/domain/deployment/minutes.ts';
import { refuses } from '../../src/domain/deployment/request.ts';
import { vote } from '../../src/domain/deployment/vote.ts';
import { type GateConfig, rule, ruleAll } from '../../src/domain/gates/index.ts';
import { type Past, streakOf, tally, VOTES, type Vote } from '../../src/domain/governance/board.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { actor, deployment, NOON } from './sample.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const seats = {
  groups: ['sre', 'business'],
  people: ['ana', 'bo', 'chen', 'dana', 'eli'],
  business: ['eli'],
  quorum: 3,
  deadlineMs: 4 * HOUR,
};
const board: Extract<GateConfig, { kind: 'cab' }> = {
  kind: 'cab',
  impact: ['tier 1'],
  seats,
  standard: { after: 3, withinMs: 30 * DAY },
  barred: ['ana'],
};
const d = deployment({ gates: [board] });

function cast(votes: Readonly<Record<string, Vote['vote']>>, planDigest = d.planDigest): Vote[] {
  return Object.entries(votes).map(([by, said]) => ({
    by,
    at: NOON,
    vote: said,
    because: null,
    planDigest,
  }));
}

function past(...went: readonly boolean[]): readonly Past[] {
  return went.map((well, i) => ({ id: `D-${90 - i}`, at: plus(NOON, -i * DAY), well }));
}

function ask(
  votes: readonly Vote[],
  record: readonly Past[] = [],
  now: Instant = NOON,
  config = board,
) {
  const facts = { ballot: { askedAt: NOON, votes }, record };
  const { ruling } = rule(config, facts, subjectOf(d), now);
  return ruling.verdict === 'pass' ? 'pass' : ruling.code;
}

describe('8.5 the board', () => {
  test.each<[string, Record<string, Vote['vote']>, string]>([
    ['nobody voted', {}, 'cab'],
    ['three members, without the business', { bo: 'yes', chen: 'yes', dana: 'yes' }, 'cab'],
    ['no quorum', { bo: 'yes', eli: 'yes' }, 'cab'],
    ['a quorum with the business', { bo: 'yes', chen: 'yes', eli: 'yes' }, 'pass'],
    ['more yes than no', { bo: 'yes', chen: 'no', eli: 'yes' }, 'pass'],
    ['as many no', { bo: 'yes', chen: 'no', eli: 'abstain' }, 'cab'],
    ['an abstention makes the quorum', { bo: 'yes', chen: 'abstain', eli: 'abstain' }, 'pass'],
    ['whoever asked does not count', { ana: 'yes', bo: 'yes', eli: 'yes' }, 'cab'],
    ['somebody without a seat does not count', { gus: 'yes', bo: 'yes', eli: 'yes' }, 'cab'],
    [
      'those who are left cannot change it',
      { bo: 'no', chen: 'no', eli: 'abstain' },
      'cab-rejected',
    ],
    [
      'everybody voted, and as many no',
      { bo: 'yes', chen: 'no', dana: 'no', eli: 'yes' },
      'cab-rejected',
    ],
  ])('%s', (_, votes, expected) => {
    expect(ask(cast(votes))).toBe(expected);
  });

  test('votes on another plan count for nothing', () => {
    expect(ask(cast({ bo: 'yes', chen: 'yes', eli: 'yes' }, 'older'))).toBe('cab');
  });

  test('the seat of the business is one by the groups that were kept with the vote', () => {
    const named = { ...board, seats: { ...seats, businessSeat: 'business' } };
    const votes = (groups: readonly string[]) =>
      cast({ bo: 'yes', chen: 'yes', eli: 'yes' }).map((one) => ({ ...one, seats: groups }));
    expect(ask(votes(['sre', 'business']), [], NOON, named)).toBe('pass');
    // eli was of the business when the board was called, and has left it since for sre.
    expect(ask(votes(['sre']), [], NOON, named)).toBe('cab');
    const left = { ...d, gates: [named], votes: votes(['sre']) };
    expect(tallyOf(left)).toMatchObject({ business: false, yes: 3, outcome: 'open' });
    expect(minutesOf(left, 'open', NOON)['votes']).toMatchObject([
      { seat: 'member' },
      { seat: 'member' },
      { by: 'eli', seat: 'member', groups: ['sre'] },
    ]);
  });

  test('at the deadline it is closed, and an approval given before stands', () => {
    const end = plus(NOON, 4 * HOUR);
    expect([plus(end, -1), end].map((at) => ask([], [], at))).toEqual(['cab', 'cab-deadline']);
    expect(ask(cast({ bo: 'yes', chen: 'yes', eli: 'yes' }), [], plus(end, DAY))).toBe('pass');
  });

  test.each<[string, readonly Past[], string]>([
    ['too few', past(true, true), 'cab'],
    ['enough in a row', past(true, true, true), 'pass'],
    ['an older failure is over', past(true, true, true, false), 'pass'],
    ['one failure brings the board back', past(false, true, true, true, true), 'cab'],
    ['a failure among the last', past(true, true, false, true), 'cab'],
    [
      'too long ago',
      past(true, true, true).map((p) => ({ ...p, at: plus(p.at, -30 * DAY) })),
      'cab',
    ],
  ])('a standard change: %s', (_, record, expected) => {
    expect(ask([], record)).toBe(expected);
  });

  test('no record spares the first deployment to a place', () => {
    const first = { ...board, standard: null };
    expect(ask([], past(true, true, true, true), NOON, first)).toBe('cab');
  });

  test('what its board could never approve is refused at once', () => {
    const { id: _, requestedAt: __, expiresAt: ___, wakeAt: ____, ...draft } = d;
    const few = { ...board, seats: { ...seats, people: ['ana', 'bo', 'eli'] } };
    const lone = { ...board, barred: ['eli'] };
    const people = seats.people.map((id) => ({ id, name: id, accounts: [id], zone: null }));
    const catalog = { people } as unknown as Catalog;
    expect(refuses(draft, [], catalog)).toBeNull();
    for (const gate of [few, lone]) {
      expect(refuses({ ...draft, gates: [gate] }, [], catalog)).toMatchObject({
        code: 'unsatisfiable',
      });
    }
  });
});

describe('voting', () => {
  const say = { vote: 'yes', because: null } as const;
  const approved = { ...d, votes: cast({ bo: 'yes', chen: 'yes', eli: 'yes' }) };

  test.each<[string, Deployment, ReturnType<typeof actor>, Instant, string]>([
    ['whoever asked', d, actor('ana'), NOON, 'own-change'],
    ['who has no seat', d, actor('gus'), NOON, 'no-seat'],
    ['who has left the group', d, actor('bo', { groups: [] }), NOON, 'no-seat'],
    ['a guest', d, actor('bo', { kind: 'guest' }), NOON, 'not-a-member'],
    ['anybody where nobody votes', deployment(), actor('bo'), NOON, 'no-board'],
    ['anybody once it is approved', approved, actor('dana'), NOON, 'already-decided'],
    ['anybody after the deadline', d, actor('bo'), plus(NOON, 4 * HOUR), 'too-late'],
    ['anybody once it runs', { ...d, status: 'running' }, actor('bo'), NOON, 'not-pending'],
  ])('%s cannot', (_, on, who, now, code) => {
    expect(vote(on, who, say, now)).toMatchObject({ refused: true, code });
  });

  test('a no says why', () => {
    expect(vote(d, actor('bo'), { vote: 'no', because: null }, NOON)).toMatchObject({
      code: 'no-reason',
    });
  });

  test('one may think again until it is decided', () => {
    const no = vote(d, actor('bo'), { vote: 'no', because: 'no tests' }, NOON);
    if (isRefusal(no)) throw new Error(no.what);
    const thought = vote(no.rows[0]?.row ?? d, actor('bo'), say, NOON);
    if (isRefusal(thought)) throw new Error(thought.what);
    expect(tallyOf(thought.rows[0]?.row ?? d)).toMatchObject({ yes: 1, no: 0 });
  });

  test('the deciding vote leaves the minutes, in the same change', () => {
    const almost = { ...d, votes: cast({ bo: 'yes', chen: 'yes' }) };
    const change = vote(almost, actor('eli', { groups: ['business'] }), say, NOON);
    if (isRefusal(change)) throw new Error(change.what);
    expect(change.ledger.map((entry) => entry.what)).toEqual(['voted', 'board-approved']);
    expect(change.ledger[1]?.evidence).toMatchObject({ outcome: 'approved', quorum: 3 });
  });

  test('while the glass is broken its deadline closes nothing; when it is whole again, it does', () => {
    const broken = { brokenUntil: plus(NOON, 5 * HOUR) };
    const facts = { ballot: { askedAt: NOON, votes: [] }, record: [] };
    const late = plus(NOON, 4.5 * HOUR);
    const lifted = ruleAll([board], facts, { ...subjectOf(d), ...broken }, late);
    expect(decidePending(d, lifted, late).rows[0]?.row.status).toBe('running');
    const whole = ruleAll([board], facts, subjectOf(d), late);
    expect(decidePending(d, whole, late).rows[0]?.row.outcome).toMatchObject({
      code: 'board-rejected',
    });
  });
});

test('no votes of any kind approve without a quorum, the business and a majority of yes', () => {
  const ballots = fc.array(
    fc.record({
      by: fc.constantFrom('ana', 'bo', 'chen', 'dana', 'eli', 'gus'),
      vote: fc.constantFrom(...VOTES),
      planDigest: fc.constantFrom('this', 'this', 'older'),
    }),
    { maxLength: 12 },
  );
  const seen = { open: 0, approved: 0, rejected: 0 };
  fc.assert(
    fc.property(ballots, (all) => {
      const votes = all.map((one) => ({ ...one, at: NOON, because: null }));
      const counted = tally(seats, votes, { planDigest: 'this', barred: ['ana'] });
      seen[counted.outcome] += 1;
      const own = new Map(
        all
          .filter((v) => v.planDigest === 'this' && ['bo', 'chen', 'dana', 'eli'].includes(v.by))
          .map((v) => [v.by, v.vote]),
      );
      const of = (said: Vote['vote']) => [...own.values()].filter((v) => v === said).length;
      const passes = own.size >= 3 && own.has('eli') && of('yes') > of('no');
      expect(counted.outcome === 'approved').toBe(passes);
    }),
    { numRuns: 5_000 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
});

test('the streak is what everybody would count by hand', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 20 }), (went) => {
      let streak = 0;
      while (went[streak] === true) streak += 1;
      expect(streakOf(past(...went), plus(NOON, -99 * DAY))).toBe(streak);
    }),
  );
});
