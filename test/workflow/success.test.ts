import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import type { StepOutcome } from '../../src/domain/deployment/step-outcome.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { makePlan, StrategyConfig } from '../../src/domain/strategies/index.ts';
import type { Counters } from '../../src/domain/verdict/counters.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import type { Success } from '../../src/domain/verdict/success-criteria.ts';
import type { Span } from '../../src/ports/metrics.ts';
import { bake } from '../../src/workflow/steps/bake.ts';
import { NEW, NOON, running } from '../domain/sample.ts';

const HOUR = 3_600_000;

function served(requests: number, errors = 0, slowMs = 100): Counters {
  return {
    requests,
    errors,
    buckets: [
      [slowMs, requests],
      [null, requests],
    ],
  };
}

interface World {
  readonly success?: Partial<Success>;
  readonly now?: Counters;
  readonly before?: Counters;
  readonly orders?: (span: Span) => number | null;
  readonly spans?: boolean;
  /** How much of a time was measured, 0 to 1; left out: the source cannot tell. */
  readonly measured?: (span: Span) => number;
  /** It has no answer about times before this. */
  readonly youngerThan?: number;
}

/** An hour's bake of a version that is healthy all along, looked at when its time is over. */
async function baked(world: World): Promise<{ outcome: StepOutcome; asked: readonly Span[] }> {
  const { success = {}, now = served(3_600), before = served(3_600), orders = () => 10 } = world;
  const criteria = Criteria.parse({ success });
  const strategy = StrategyConfig.parse({ kind: 'rolling', bake: '1h' });
  const plan = makePlan(strategy, { criteria });
  const cursor = plan.findLastIndex((one) => one.kind === 'bake');
  const step = plan[cursor];
  const d: Deployment = running(cursor, { plan });
  const since = plus(NOON, HOUR);
  const at = { ...d, exposedAt: NOON, progress: { ...d.progress, phase: 'intent', since } };
  const asked: Span[] = [];
  const spans = {
    everyMs: 15_000,
    lateMs: 10_000,
    ...(world.measured && {
      measured: async (_: unknown, span: Span) =>
        (world.measured?.(span) ?? 1) * (span.to - span.from),
    }),
    async during(_target: unknown, _placement: unknown, span: Span) {
      asked.push(span);
      if (span.from < (world.youngerThan ?? 0)) throw new Error('it has no series of that time');
      return new Map([['1.1.0', span.from >= since ? now : before]]);
    },
    measure: async (_target: unknown, _name: unknown, span: Span) => orders(span),
  };
  const provider = {
    deployer: {
      observe: async () => ({ live: [{ ...NEW, percent: 100, healthy: true }], staged: [] }),
    },
    metrics: world.spans === false ? { read: async () => new Map() } : { spans },
  };
  const look = (now: number) =>
    bake({ d: at, step, provider, call: { placement: {} }, now } as never);
  if (world.spans !== false) {
    expect(await look(since + HOUR)).toMatchObject({ kind: 'running', againInMs: 2_000 });
  }
  return { outcome: await look(since + HOUR + 10_000), asked };
}

describe('5.7 Verified is more than up', () => {
  test.each<[string, World, string, RegExp]>([
    ['as before', {}, 'done', /^Verified: throughput 1 a second within/],
    [
      'half the throughput, all of it healthy',
      { now: served(1_800) },
      'unsure',
      /not Verified: throughput 0\.5 a second outside at least 0\.8 a second \(before: 1 a second\)/,
    ],
    [
      'the same, by policy',
      { now: served(1_800), success: { otherwise: 'roll back' } },
      'failed',
      /^throughput 0\.5/,
    ],
    ['a fifth less is what is allowed', { now: served(2_880) }, 'done', /^Verified/],
    ['errors', { now: served(3_600, 72) }, 'unsure', /error rate 2\.00 % outside/],
    [
      'slowness',
      { now: served(3_600, 0, 300) },
      'unsure',
      /p99 latency 297 ms outside at most 149 ms/,
    ],
    ['nobody came any more', { now: served(0) }, 'unsure', /not Verified: throughput 0/],
    [
      'nobody came before',
      { before: served(3) },
      'unsure',
      /^Not enough data to verify 1\.1\.0: throughput/,
    ],
    [
      'times that nobody measured',
      { now: { requests: 3_600, errors: 0, buckets: [] } },
      'unsure',
      /Not enough data .* p99 latency not measured/,
    ],
    ['a source without memory', { spans: false }, 'unsure', /remembers how the service did before/],
  ])('%s', async (_, world, kind, why) => {
    const { outcome } = await baked(world);
    expect(outcome.kind).toBe(kind);
    expect('why' in outcome ? outcome.why : 'note' in outcome ? outcome.note : '').toMatch(why);
  });

  const orders = { metrics: { orders: { atLeast: 0.9 } } };
  test.each<[string, (span: Span) => number | null, string]>([
    ['as many', () => 10, 'done'],
    ['fewer', ({ from }) => (from >= NOON + HOUR ? 8 : 10), 'unsure'],
    ['not known now', ({ from }) => (from >= NOON + HOUR ? null : 10), 'unsure'],
    ['not known before', ({ from }) => (from >= NOON + HOUR ? 10 : null), 'unsure'],
    [
      'none before: no share of it says anything',
      ({ from }) => (from >= NOON + HOUR ? 10 : 0),
      'unsure',
    ],
  ])('a number of the business: %s', async (_, said, kind) => {
    expect((await baked({ success: orders, orders: said })).outcome.kind).toBe(kind);
  });

  test.each([
    [10, { atMost: 1.1 }, 'done', /orders 10 within at most 11 \(before: 10\)/],
    [12, { atMost: 1.1 }, 'unsure', /orders 12 outside at most 11 \(before: 10\)/],
    [12, { atLeast: 0.9, atMost: 1.1 }, 'unsure', /outside at least 9 and at most 11/],
    [11, { atLeast: 0.9, atMost: 1.1 }, 'done', /within at least 9 and at most 11/],
  ])('%d, where 10 were and %j is success', async (is, bounds, kind, why) => {
    const success = { metrics: { orders: bounds } };
    const said = ({ from }: Span) => (from >= NOON + HOUR ? is : 10);
    const { outcome } = await baked({ success, orders: said });
    expect(outcome.kind).toBe(kind);
    expect('why' in outcome ? outcome.why : 'note' in outcome ? outcome.note : '').toMatch(why);
  });

  test('it is compared with as long a time before anybody met it', async () => {
    const { asked } = await baked({});
    expect(asked).toEqual([
      { from: NOON + HOUR, to: NOON + 2 * HOUR },
      { from: NOON - HOUR, to: NOON },
    ]);
  });

  test('or with the same hour last week', async () => {
    const { asked } = await baked({ success: { baseline: 'last week' } });
    const week = 7 * 24 * HOUR;
    expect(asked[1]).toEqual({ from: NOON + HOUR - week, to: NOON + 2 * HOUR - week });
  });

  const WEEK = 7 * 24 * HOUR;
  const either = { baseline: ['last week', 'before'] as Success['baseline'] };
  const since = (from: number, part = 0) => ({
    measured: (span: Span) => (span.from < from ? part : 1),
  });
  test.each<[string, World, string, RegExp]>([
    ['the same hour last week', { success: either }, 'done', /\(last week: 1 a second\)/],
    [
      'before, where nothing was measured last week, which is said',
      { success: either, ...since(NOON - WEEK + 2 * HOUR) },
      'done',
      /\(before: 1 a second\).*; the same hour last week was not measured$/,
    ],
    [
      'before, where the source is younger than a week',
      { success: either, youngerThan: NOON - WEEK + 2 * HOUR },
      'done',
      /\(before: 1 a second\)/,
    ],
    [
      'half the throughput of that, all the same',
      { success: either, now: served(1_800), ...since(NOON - WEEK + 2 * HOUR) },
      'unsure',
      /^1\.1\.0 is not Verified: throughput 0\.5 a second .*; the same hour last week was not/,
    ],
    [
      'nothing, where neither was measured',
      { success: either, ...since(NOON + HOUR) },
      'unsure',
      /^Not enough data to verify 1\.1\.0: the same hour last week and the time just before anybody met it were not measured throughout$/,
    ],
    [
      'a tenth of it was missed: less than there was would pass too easily',
      since(NOON + HOUR, 0.9),
      'unsure',
      /: the time just before anybody met it was not measured throughout$/,
    ],
    ['a hundredth of it was missed', since(NOON + HOUR, 0.99), 'done', /^Verified/],
    [
      'it was away while it baked',
      { measured: ({ from }) => (from >= NOON + HOUR ? 0.5 : 1) },
      'unsure',
      /^Not enough data to verify 1\.1\.0: the time it baked was not measured throughout$/,
    ],
  ])('compared with %s', async (_, world, kind, why) => {
    const { outcome } = await baked(world);
    expect(outcome.kind).toBe(kind);
    expect('why' in outcome ? outcome.why : 'note' in outcome ? outcome.note : '').toMatch(why);
  });

  test('the table of its card says what is outside, also where that is too little', async () => {
    const { outcome } = await baked({ now: served(1_800) });
    const rows = 'verdict' in outcome ? outcome.verdict?.metrics : [];
    expect(rows?.map(({ metric, ok, result }) => [metric, ok, result])).toEqual([
      ['throughput', false, 'outside'],
      ['error rate', true, undefined],
      ['p99 latency', true, undefined],
    ]);
  });

  test('a source that is silent about the last baseline is silent', async () => {
    await expect(baked({ youngerThan: NOON })).rejects.toThrow('no series of that time');
  });

  test.each<[string, World, string]>([
    ['a p99 ratio', { now: served(3_600, 0, 300), success: { maxP99Ratio: 4 } }, 'done'],
    ['a least number of requests', { before: served(90), now: served(90) }, 'unsure'],
    ['and less', { before: served(90), now: served(90), success: { minRequests: 60 } }, 'done'],
  ])('success may have its own: %s', async (_, world, kind) => {
    expect((await baked(world)).outcome.kind).toBe(kind);
  });

  test('only the bake at 100 % is judged, and none where nothing says what success is', () => {
    const plan = (criteria: object, kind: string) =>
      makePlan(StrategyConfig.parse({ kind }), { criteria: Criteria.parse(criteria) })
        .filter((step) => step.kind === 'bake')
        .map((step) => step.judged !== undefined);
    expect(plan({ success: {} }, 'blue-green')).toEqual([false, true]);
    expect(plan({}, 'blue-green')).toEqual([false, false]);
  });
});
