import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makePlan, StrategyConfig } from '../../src/domain/strategies/index.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import {
  afterExposure,
  type Before,
  beforeExposure,
  type Consequence,
} from '../../src/domain/verdict/journey/blame.ts';
import {
  type Journey,
  JourneyFile,
  type RedBefore,
} from '../../src/domain/verdict/journey/form.ts';
import {
  type Count,
  majority,
  sayVotes,
  tally,
  type Vote,
  voteOf,
} from '../../src/domain/verdict/journey/vote.ts';

const COUNTS: readonly Count[] = ['green', 'red', 'none'];
const BEFORE: readonly Before[] = ['green', 'red', 'none', 'unasked', 'skipped'];
const POLICIES: readonly RedBefore[] = ['hold', 'ignore', 'not-walked'];

describe('7.3 who is to blame, every case', () => {
  /** What a confirmed red after the exposure means, by what was found before and by policy. */
  const BLAME: { readonly [B in Before]: { readonly [P in RedBefore]: Consequence } } = {
    green: { hold: 'fail', ignore: 'fail', 'not-walked': 'fail' },
    unasked: { hold: 'fail', ignore: 'fail', 'not-walked': 'fail' },
    red: { hold: 'ask', ignore: 'go on', 'not-walked': 'ask' },
    none: { hold: 'ask', ignore: 'ask', 'not-walked': 'ask' },
    skipped: { hold: 'ask', ignore: 'ask', 'not-walked': 'ask' },
  };
  const all = BEFORE.flatMap((before) =>
    COUNTS.flatMap((count) =>
      POLICIES.flatMap((redBefore) =>
        [1, 2].flatMap((reds) =>
          [-1, 1].map((leftMs) => ({ before, count, redBefore, reds, leftMs })),
        ),
      ),
    ),
  );

  /** What a round means when it blames nobody yet, or null when it is a confirmed red. */
  function usual({ count, leftMs, reds }: (typeof all)[number]): Consequence | null {
    if (count === 'green') return 'go on';
    if (count === 'none') return leftMs > 0 ? 'again' : 'ask';
    return reds < 2 ? 'again' : null;
  }

  test.each(all)('after: $before, then $count ($redBefore, $reds red, $leftMs left)', (one) => {
    const expected = usual(one) ?? BLAME[one.before][one.redBefore];
    expect(afterExposure({ ...one, confirm: 2 }, one.before)).toBe(expected);
  });

  test.each(all)('before: $count ($redBefore, $reds red, $leftMs left) fails nothing', (one) => {
    const expected = usual(one) ?? (one.redBefore === 'ignore' ? 'go on' : 'ask');
    expect(beforeExposure({ ...one, confirm: 2 })).toBe(expected);
  });

  test('only green goes on without anybody having said so', () => {
    for (const { before, ...one } of all) {
      if (one.redBefore === 'ignore' || one.count === 'green') continue;
      expect(afterExposure({ ...one, confirm: 2 }, before)).not.toBe('go on');
      expect(beforeExposure({ ...one, confirm: 2 })).not.toBe('go on');
    }
  });
});

function vote(outcome: Count, probe = 'here'): Vote {
  return outcome === 'none'
    ? { probe, outcome, why: 'it does not answer' }
    : {
        probe,
        outcome,
        steps: [{ name: 'pay', ms: 5, why: outcome === 'red' ? 'answered 500' : null }],
      };
}

describe('7.3 a quorum of probes', () => {
  test.each([
    [['green', 'green', 'green'], 'green'],
    [['green', 'green', 'red'], 'green'],
    [['green', 'green', 'none'], 'green'],
    [['red', 'red', 'green'], 'red'],
    [['red', 'red', 'none'], 'red'],
    [['green', 'red', 'none'], 'none'],
    [['green', 'none', 'none'], 'none'],
    [['red', 'none', 'none'], 'none'],
    [['none', 'none', 'none'], 'none'],
  ] as const)('two of three: %j is %s', (outcomes, count) => {
    expect(majority(3)).toBe(2);
    expect(
      tally(
        outcomes.map((one) => vote(one)),
        2,
      ),
    ).toBe(count);
  });

  test('missing answers never pass and never fail, however many probes and whatever quorum', () => {
    const counts = fc.array(fc.constantFrom(...COUNTS), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(counts, fc.nat(9), (outcomes, more) => {
        const quorum = Math.min(outcomes.length, majority(outcomes.length) + more);
        const said = tally(
          outcomes.map((one) => vote(one)),
          quorum,
        );
        if (said === 'none') return;
        expect(outcomes.filter((one) => one === said).length).toBeGreaterThanOrEqual(quorum);
        // Whatever the silent ones would have said, it would not have been the opposite.
        const other = said === 'green' ? 'red' : 'green';
        const filled = outcomes.map((one) => vote(one === 'none' ? other : one));
        expect(tally(filled, quorum)).not.toBe(other);
      }),
    );
  });

  test('it says which step failed, where and after how long', () => {
    const red = voteOf('tokyo', {
      steps: [
        { name: 'open', ms: 40, why: null },
        { name: 'pay', ms: 312, why: 'answered 500, expected 2xx' },
      ],
    });
    const votes = [red, { ...red, probe: 'here' }, vote('green', 'paris')];
    expect(sayVotes(votes, tally(votes, 2))).toBe(
      'red at 2 of 3 probes; tokyo: step 2 "pay" failed after 312 ms, answered 500, expected 2xx; here: step 2 "pay" failed after 312 ms, answered 500, expected 2xx',
    );
  });
});

const STEPS = [{ name: 'open', url: 'https://shop.example/' }];

describe('7.3 where journeys stand in a plan', () => {
  const buy: Journey = {
    ...JourneyFile.parse({ steps: STEPS }),
    name: 'buy',
    probes: ['here'],
    quorum: 1,
  };
  const look: Journey = { ...buy, name: 'look', before: 'not-walked' };

  test.each(['rolling', 'blue-green', 'canary'] as const)('%s', (kind) => {
    const ground = { criteria: Criteria.parse({}), journeys: [buy, look] };
    const plan = makePlan(StrategyConfig.parse({ kind }), ground);
    const at = (when: 'before' | 'after') =>
      plan.flatMap((s, i) =>
        s.kind === 'journey' && s.when === when ? [[i, s.journey.name]] : [],
      );
    const first = plan.findIndex((s) => s.kind === 'shift');
    const full = plan.findIndex((s) => s.kind === 'shift' && s.percent === 100);
    expect(at('before')).toEqual([[first - 1, 'buy']]);
    expect(at('after')).toEqual([
      [full + 1, 'buy'],
      [full + 2, 'look'],
    ]);
    expect(plan.findIndex((s) => s.kind === 'finish')).toBeGreaterThan(full + 2);
    // Without journeys the plan is the strategy's own.
    expect(plan.filter((s) => s.kind !== 'journey')).toEqual(
      makePlan(StrategyConfig.parse({ kind }), { criteria: ground.criteria }),
    );
  });
});

describe('7.3 how a journey is written', () => {
  test('little is enough', () => {
    expect(JourneyFile.parse({ steps: STEPS })).toMatchObject({
      before: 'hold',
      within: 30_000,
      every: 10_000,
      patience: 300_000,
      confirm: 2,
    });
  });

  test.each([
    ['a pattern with a back-reference', { expect: { matches: '(a)\\1' } }],
    ['a pattern that looks ahead', { expect: { matches: 'a(?=b)' } }],
    ['a JSON path that is none', { expect: { json: { 'a.b': 1 } } }],
    ['a JSON path with a pattern of its own', { save: { a: "$[?match(@.a, '(a+)+')]" } }],
    ['a variable nobody saves', { body: { id: '{cart}' } }],
    [
      'a variable that is saved by the same step',
      { url: 'https://x.example/{a}', save: { a: '$.a' } },
    ],
    ['a host that is not fixed', { url: 'https://{service}.example/' }],
    ['credentials in the address', { url: 'https://me:secret@x.example/' }],
    ['a variable of Fairway itself', { headers: { a: '{env.DATABASE_URL}' } }],
    ['another protocol', { url: 'file:///etc/passwd' }],
    ['a host after a backslash', { url: 'https://x.example\\@evil.example/' }],
  ])('%s is refused', (_, patch) => {
    expect(JourneyFile.safeParse({ steps: [{ ...STEPS[0], ...patch }] }).success).toBe(false);
  });

  test('later steps may name what earlier ones save, and what a probe holds', () => {
    const steps = [
      { ...STEPS[0], save: { cart: '$.id' } },
      {
        name: 'pay',
        method: 'POST',
        url: 'https://shop.example/carts/{cart}?of={service}',
        headers: { authorization: 'Bearer {env.JOURNEY_TOKEN}', 'idempotency-key': '{key}' },
        body: { cart: '{cart}' },
      },
    ];
    expect(JourneyFile.safeParse({ steps }).success).toBe(true);
  });
});

describe('7.3 how a step in a browser is written', () => {
  const LOGIN = { name: 'open', open: 'https://shop.example/login' };
  const read = (...steps: readonly object[]) => JourneyFile.safeParse({ steps: [LOGIN, ...steps] });

  test.each([
    { fill: { label: 'Email', with: '{env.JOURNEY_USER}' } },
    { click: { role: 'button', name: 'Sign in' } },
    { click: { role: 'button', name: 'Sign in', exact: true }, within: '5s' },
    { select: { label: 'Country', option: 'Japan' } },
    { press: 'Enter' },
    { see: { text: 'Welcome to {environment}' } },
    { gone: { testId: 'spinner' } },
    { read: { testId: 'order', matches: '(\\d+)', as: 'order' } },
    { url: 'https://shop.example/api', save: { id: '$.id' } },
  ])('%j', (step) => {
    expect(read({ name: 'x', ...step }).error).toBeUndefined();
  });

  test.each([
    ['nothing to do', {}],
    ['two things at once', { click: { text: 'a' }, see: { text: 'b' } }],
    ['nothing to find it by', { click: {} }],
    ['two ways to find it', { click: { text: 'a', label: 'b' } }],
    ['the name of no role', { click: { text: 'a', name: 'b' } }],
    ['a role that is none', { click: { role: 'knob' } }],
    ['a selector', { click: { css: '#pay' } }],
    ['another protocol', { open: 'file:///etc/passwd' }],
    ['a host that is not fixed', { open: 'https://{version}.example/' }],
    ['a variable nobody reads', { see: { text: '{order}' } }],
    ['a variable of Fairway itself', { fill: { label: 'a', with: '{env.DATABASE_URL}' } }],
    ['a pattern that looks ahead', { read: { text: 'a', as: 'b', matches: 'a(?=b)' } }],
    ['what only a request has', { open: 'https://shop.example/', method: 'POST' }],
  ])('%s is refused', (_, step) => {
    expect(read({ name: 'x', ...step }).success).toBe(false);
  });

  test('what it reads may be named later, not before', () => {
    const order = { name: 'read', read: { testId: 'order', as: 'order' } };
    const see = { name: 'see', see: { text: 'Order {order}' } };
    expect(read(order, see).success).toBe(true);
    expect(read(see, order).success).toBe(false);
  });

  test.each(['https://cdn.example', 'cdn.example/x', '*.example', 'a b'])('no host: %s', (host) => {
    expect(JourneyFile.safeParse({ steps: [LOGIN], hosts: [host] }).success).toBe(false);
  });
});
