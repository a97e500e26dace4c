import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  approveGlass,
  refuseGlass,
  withdrawGlass,
} from '../../src/domain/deployment/answer-glass.ts';
import { askGlass, lapseGlass } from '../../src/domain/deployment/break-glass.ts';
import { decidePending } from '../../src/domain/deployment/decide-pending.ts';
import { type Deployment, subjectOf } from '../../src/domain/deployment/deployment.ts';
import { type DeploymentChange, move } from '../../src/domain/deployment/moves.ts';
import { type GateRuling, gates, rule, ruleAll } from '../../src/domain/gates/index.ts';
import { LIFTS, lift } from '../../src/domain/gates/lift.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { block, wait } from '../../src/domain/kernel/ruling.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { actor, deployment, NOON, personOf } from './sample.ts';

const HOUR = 3_600_000;
const glass = {
  groups: ['sre'],
  people: ['ana', 'bo', 'chen', 'dana'],
  lastsMs: HOUR,
  reviewMs: 2 * 24 * HOUR,
};
const closed: readonly GateRuling[] = [
  { gate: 'approval', ruling: wait('approval', '1 more approval from sre') },
  {
    gate: 'blackout',
    ruling: wait('blackout', 'production is in blackout (sale)', { until: plus(NOON, 9 * HOUR) }),
  },
];
const everybody = ['ana', 'bo', 'chen', 'dana'].map((id) => personOf(id));
const groups = [{ name: 'sre', members: glass.people, mention: null }];
const held = { rulings: closed, catalog: { people: everybody, groups } };
const ask = { by: 'ana', because: 'checkout is down', incident: 'INC-812' };

/** What a change left, or the refusal. */
function left(change: DeploymentChange | Refusal | null, before: Deployment): Deployment {
  if (change === null) return before;
  if (isRefusal(change)) throw new Error(change.what);
  return change.rows.at(-1)?.row ?? before;
}

const asked = left(askGlass(deployment({ glass }), ask, held, NOON), deployment());
const once = left(approveGlass(asked, actor('bo'), { zone: 'UTC' }, NOON), asked);
const broken = left(approveGlass(once, actor('chen'), { zone: 'UTC' }, plus(NOON, 60_000)), once);

/** Decided once for each kind of gate, and written down a second time here. */
const TABLE: readonly (readonly [string, 'lifted' | 'never'])[] = [
  ['order', 'never'],
  ['approval', 'never'],
  ['cab', 'lifted'],
  ['schedule', 'never'],
  ['blackout', 'lifted'],
  ['budget', 'lifted'],
  ['burn', 'lifted'],
  ['incident', 'lifted'],
  ['breaker', 'never'],
  ['lock', 'never'],
  ['turn', 'never'],
  ['concurrency', 'never'],
  ['power', 'never'],
];

describe('8.2 what break-glass lifts, and what it never does', () => {
  test.each(TABLE)('%s: %s', (gate, expected) => {
    expect(LIFTS[gate as keyof typeof LIFTS]).toBe(expected);
    for (const ruling of [wait(gate, 'no'), block(gate, 'never')]) {
      const [lifted] = lift([{ gate: gate as keyof typeof LIFTS, ruling }], plus(NOON, 1), NOON);
      expect(lifted?.ruling.verdict).toBe(expected === 'lifted' ? 'pass' : ruling.verdict);
    }
  });

  test('every gate there is has its place in that table', () => {
    const kinds = gates.map((gate) => gate.kind).toSorted();
    expect(TABLE.map(([kind]) => kind).toSorted()).toEqual(kinds);
    expect(Object.keys(LIFTS).toSorted()).toEqual(kinds);
  });

  test('it lifts until it expires, and not a moment longer', () => {
    const until = broken.breakGlass?.expiresAt ?? NOON;
    const about = subjectOf(broken);
    const facts = {
      blackouts: [{ name: 'sale', owner: 'dana', from: NOON, until: plus(NOON, 9 * HOUR) }],
      calendars: [],
    };
    const verdictAt = (at: Instant) =>
      ruleAll([{ kind: 'blackout' }], facts, about, at)[0]?.ruling.verdict;
    expect(until).toBe(plus(NOON, 60_000 + HOUR));
    expect([plus(until, -1), until, plus(until, 1)].map(verdictAt)).toEqual([
      'pass',
      'wait',
      'wait',
    ]);
  });

  test('one yes lifts nothing, and neither does a plan that has changed since', () => {
    expect(subjectOf(once).brokenUntil).toBeUndefined();
    expect(subjectOf({ ...broken, planDigest: 'moved' }).brokenUntil).toBeUndefined();
    expect(
      lapseGlass({ ...broken, planDigest: 'moved' }, NOON)?.rows[0]?.row.breakGlass?.endedAs,
    ).toBe('void');
  });

  test('a blackout that cannot be read is lifted as well: people have decided to go through', () => {
    const facts = { blackouts: { unknown: 'database away' } };
    expect(rule({ kind: 'blackout' }, facts, subjectOf(broken), NOON).ruling.verdict).toBe('wait');
    expect(
      ruleAll([{ kind: 'blackout' }], facts, subjectOf(broken), NOON)[0]?.ruling,
    ).toMatchObject({
      verdict: 'pass',
      because: expect.stringContaining('lifted by break-glass'),
    });
  });
});

describe('asking', () => {
  test('needs a reason', () => {
    expect(askGlass(deployment({ glass }), { ...ask, because: null }, held, NOON)).toMatchObject({
      code: 'no-reason',
    });
  });

  test('needs something closed that it lifts, and says what holds it instead', () => {
    const [approval] = closed;
    const rulings = approval ? [approval] : [];
    const refusal = askGlass(deployment({ glass }), ask, { ...held, rulings }, NOON);
    expect(refusal).toMatchObject({
      code: 'nothing-to-lift',
      why: expect.stringContaining('1 more approval'),
    });
  });

  test('needs two others who could say yes', () => {
    const few = { ...glass, people: ['ana', 'bo'] };
    expect(askGlass(deployment({ glass: few }), ask, held, NOON)).toMatchObject({
      code: 'unsatisfiable',
    });
    expect(askGlass(deployment(), ask, held, NOON)).toMatchObject({ code: 'unsatisfiable' });
  });

  test('nor do those count who have no account to press with, or are in none of the groups any more', () => {
    const two = { ...glass, people: ['ana', 'bo', 'chen'] };
    const wants = (catalog: (typeof held)['catalog']) =>
      askGlass(deployment({ glass: two }), ask, { ...held, catalog }, NOON);
    const people = everybody.map((one) => (one.id === 'chen' ? { ...one, accounts: [] } : one));
    expect(wants({ people, groups })).toMatchObject({
      code: 'unsatisfiable',
      why: 'It takes 2 others of sre; besides those who ask there is one who could press; chen has no account.',
    });
    const left = [{ name: 'sre', members: ['ana', 'bo'], mention: null }];
    expect(wants({ people: everybody, groups: left })).toMatchObject({
      why: 'It takes 2 others of sre; besides those who ask there is one.',
    });
    expect(isRefusal(wants({ people: everybody, groups }))).toBe(false);
  });

  test.each<[string, readonly string[] | null, RegExp | null]>([
    ['two of them have one', ['bo', 'chen'], null],
    ['one of them has', ['ana', 'chen'], /It takes 2 of bo, chen, dana, and only chen has one/],
    ['none of them has', ['ana'], /and none of them has one/],
    ['there is no key', null, /has no key to look at any/],
  ])('where a yes takes a second factor: %s', (_, enrolled, why) => {
    const found = askGlass(deployment({ glass }), ask, { ...held, enrolled }, NOON);
    expect(isRefusal(found)).toBe(why !== null);
    if (why)
      expect(found).toMatchObject({ code: 'unsatisfiable', why: expect.stringMatching(why) });
  });

  test('calls everybody who may say yes, and records why', () => {
    const change = askGlass(deployment({ glass }), ask, held, NOON);
    if (isRefusal(change)) throw new Error(change.what);
    expect(change.events[0]?.tell).toEqual(['bo', 'chen', 'dana']);
    expect(change.ledger[0]).toMatchObject({
      what: 'break-glass-asked',
      by: 'ana',
      evidence: {
        because: 'checkout is down',
        incident: 'INC-812',
        through: ['production is in blackout (sale)'],
      },
    });
  });

  test('is done once: a second ask waits for the end of the first', () => {
    expect(askGlass(asked, { ...ask, by: 'dana' }, held, NOON)).toMatchObject({
      code: 'already-asked',
    });
    const over = left(lapseGlass(asked, plus(NOON, HOUR)), asked);
    expect(over.breakGlass?.endedAs).toBe('expired');
    expect(isRefusal(askGlass(over, ask, held, plus(NOON, HOUR)))).toBe(false);
  });
});

test('who wrote what changes is no other: their yes does not count, and nobody asks them', () => {
  const [approval, ...rest] = deployment().gates;
  if (approval?.kind !== 'approval') throw new Error('the sample asks for approval first');
  const gates = [{ ...approval, excluded: ['bo'] }, ...rest];
  const d = left(askGlass(deployment({ glass, gates }), ask, held, NOON), deployment());
  expect(approveGlass(d, actor('bo'), { zone: 'UTC' }, NOON)).toMatchObject({ code: 'own-glass' });
  expect(approveGlass(d, actor('chen'), { zone: 'UTC' }, NOON)).not.toMatchObject({
    refused: true,
  });
});

describe('answering', () => {
  const other = { ...ask, by: 'bo' };
  const expired = left(lapseGlass(asked, plus(NOON, HOUR)), asked);
  const byBo = left(askGlass(deployment({ glass }), other, held, NOON), deployment());

  test.each<[string, Deployment, ReturnType<typeof actor>, string]>([
    ['whoever asked', asked, actor('ana'), 'own-glass'],
    ['whoever wants to deploy, when another asked', byBo, actor('ana'), 'own-glass'],
    ['whoever asked for another’s deployment', byBo, actor('bo'), 'own-glass'],
    ['somebody nobody named', asked, actor('eli'), 'not-an-approver'],
    [
      'somebody who has left the group since',
      asked,
      actor('bo', { groups: [] }),
      'not-an-approver',
    ],
    ['a guest', asked, actor('bo', { kind: 'guest' }), 'not-a-member'],
    ['the same person again', once, actor('bo'), 'already-decided'],
    ['a third, when it is broken', broken, actor('dana'), 'already-decided'],
    ['anybody, when nobody asked', deployment({ glass }), actor('bo'), 'not-asked'],
    ['anybody, after the hour', expired, actor('bo'), 'not-asked'],
  ])('%s cannot', (_, d, who, code) => {
    expect(approveGlass(d, who, { zone: 'UTC' }, plus(NOON, 60_000))).toMatchObject({
      refused: true,
      code,
    });
  });

  test('the second yes breaks it, and from then on a review is owed', () => {
    const change = approveGlass(once, actor('chen'), { zone: 'Europe/Berlin' }, NOON);
    if (isRefusal(change)) throw new Error(change.what);
    expect(change.ledger.map((entry) => entry.what)).toEqual([
      'break-glass-approved',
      'break-glass-granted',
    ]);
    expect(change.rows.at(-1)?.row).toMatchObject({
      breakGlass: { grantedAt: NOON, expiresAt: plus(NOON, HOUR) },
      review: { involved: ['ana', 'bo', 'chen'], dueAt: plus(NOON, 2 * 24 * HOUR), chased: 0 },
    });
  });

  test('one no ends it, with a reason; who said yes can take it back even when it is broken', () => {
    expect(refuseGlass(asked, actor('chen'), null, NOON)).toMatchObject({ code: 'no-reason' });
    expect(left(refuseGlass(asked, actor('chen'), 'wait', NOON), asked).breakGlass?.endedAs).toBe(
      'refused',
    );
    const mended = left(withdrawGlass(broken, actor('chen'), NOON), broken);
    expect(mended.breakGlass?.endedAs).toBe('withdrawn');
    expect(subjectOf(mended).brokenUntil).toBeUndefined();
    expect(withdrawGlass(broken, actor('dana'), NOON)).toMatchObject({ code: 'not-yours' });
  });

  test('a rollback and what is over have no glass to break', () => {
    const done = deployment({ glass, status: 'succeeded', finishedAt: NOON, wakeAt: null });
    expect(askGlass(done, ask, held, NOON)).toMatchObject({ code: 'over' });
    expect(
      askGlass(
        deployment({ glass, kind: 'rollback', gates: [] }),
        ask,
        { ...held, rulings: [] },
        NOON,
      ),
    ).toMatchObject({ code: 'nothing-to-lift' });
  });

  test('its approvals approve nothing else', () => {
    const rulings = ruleAll(broken.gates, FACTS, subjectOf(broken), plus(NOON, 120_000));
    expect(rulings.filter(({ ruling }) => ruling.verdict !== 'pass').map((r) => r.gate)).toEqual([
      'approval',
    ]);
    expect(left(decidePending(broken, rulings, plus(NOON, 120_000)), broken).status).toBe(
      'pending',
    );
  });
});

const FACTS = {
  approvals: [],
  blackouts: [{ name: 'sale', owner: 'dana', from: NOON, until: plus(NOON, 9 * HOUR) }],
  calendars: [],
  locks: [],
  queue: [],
  occupants: [],
};

interface Click {
  readonly who: string;
  readonly deed: keyof typeof DEEDS;
  readonly ms: number;
  readonly inGroup: boolean;
}

const DEEDS = {
  ask: (d, by, at) => askGlass(d, { ...ask, by: by.id ?? '' }, held, at),
  approve: (d, by, at) => approveGlass(d, by, { zone: 'UTC' }, at),
  refuse: (d, by, at) => refuseGlass(d, by, 'no', at),
  withdraw: (d, by, at) => withdrawGlass(d, by, at),
  lapse: (d, _, at) => lapseGlass(d, at),
  /** The image moves: another plan. */
  repin: (d, _, at) =>
    move(d, { planDigest: `plan at ${at}` }, 'approval-voided', { by: 'fairway', at }),
} as const satisfies Record<
  string,
  (d: Deployment, by: Actor, at: Instant) => DeploymentChange | Refusal | null
>;

/** A life of clicks: after each, the deployment and who of the others has said yes since it was asked. */
function* live(clicks: readonly Click[]): Generator<{ d: Deployment; yes: ReadonlySet<string> }> {
  let d = deployment({ glass });
  let at: Instant = NOON;
  let yes = new Set<string>();
  for (const { who, deed, ms, inGroup } of clicks) {
    at = plus(at, ms);
    const change = DEEDS[deed](d, actor(who, inGroup ? {} : { groups: [] }), at);
    if (change === null || isRefusal(change)) continue;
    if (deed === 'ask') yes = new Set();
    if (deed === 'approve' && mayEver(d, who, inGroup)) yes.add(who);
    d = left(change, d);
    yield { d, yes };
  }
}

function mayEver(d: Deployment, who: string, inGroup: boolean): boolean {
  const other = who !== d.requestedBy && who !== d.breakGlass?.askedBy;
  return other && inGroup && glass.people.includes(who);
}

test('no sequence of clicks lets fewer than two others break the glass', () => {
  const often = <T>(weight: number, value: T) => ({ weight, arbitrary: fc.constant(value) });
  const click: fc.Arbitrary<Click> = fc.record({
    who: fc.constantFrom('ana', 'bo', 'chen', 'dana', 'eli'),
    deed: fc.oneof(
      often(3, 'ask' as const),
      often(8, 'approve' as const),
      ...(['refuse', 'withdraw', 'lapse', 'repin'] as const).map((deed) => often(1, deed)),
    ),
    ms: fc.integer({ min: 0, max: HOUR / 6 }),
    inGroup: fc.boolean(),
  });
  let broken = 0;
  fc.assert(
    fc.property(fc.array(click, { minLength: 10, maxLength: 40 }), (clicks) => {
      for (const { d, yes } of live(clicks)) {
        if (subjectOf(d).brokenUntil === undefined) continue;
        broken += 1;
        expect(yes.size).toBeGreaterThanOrEqual(2);
        expect(d.review?.involved).toEqual(expect.arrayContaining([...yes]));
      }
    }),
    { numRuns: 3_000 },
  );
  expect(broken).toBeGreaterThan(300);
});
