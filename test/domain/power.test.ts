import { describe, expect, test } from 'vitest';
import { createRandom } from '../../bench/judge/random.ts';
import { inPieces } from '../../src/commands/in-pieces.ts';
import { canary } from '../../src/domain/strategies/canary.ts';
import { isEnough, powerOf, type Traffic } from '../../src/domain/strategies/sees.ts';
import type { Bucket, Counters } from '../../src/domain/verdict/counters.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { judge } from '../../src/domain/verdict/judge.ts';
import { lookEveryMs } from '../../src/domain/verdict/looks.ts';
import { observe, type Sample, UNSEEN } from '../../src/domain/verdict/sequential-judge.ts';

const MINUTE = 60_000;
const criteria = Criteria.parse({});
/** As often as the judge of the plan looks: with less time it would look more often. */
const lookMs = lookEveryMs(10 * MINUTE, 0);
const told = { canary: 'new', stable: 'old', alarm: 'rollback' };

/** Answers log-normally long around 100 ms, counted at edges that rise by a tenth. */
const EDGES = Array.from({ length: 50 }, (_, i) => Math.round(20 * 1.1 ** i));
function within(ms: number, slower: number): number {
  const z = Math.log(ms / (100 * slower)) / 0.5;
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    Math.exp((-z * z) / 2) *
    0.3989423 *
    t *
    (0.3193815 + t * (-0.3565638 + t * (1.781478 + t * (-1.821256 + t * 1.330274))));
  return z > 0 ? 1 - tail : tail;
}

function usual(perMinute: number, errorRate: number): Counters {
  const n = perMinute * 60;
  const edges = EDGES.map((le): Bucket => [le, n * within(le, 1)]);
  return { requests: n, errors: n * errorRate, buckets: [...edges, [null, n]] };
}

const traffic = (perMinute: number, errorRate = 0.001): Traffic => ({
  counters: usual(perMinute, errorRate),
  perMinute,
  when: 'the same hour a week ago',
  everyMs: 0,
});

const powerOn = (plan: Parameters<typeof powerOf>[0], on: Traffic) => inPieces(powerOf(plan, on));

const planOf = (more: object) =>
  canary.plan(canary.config.parse({ kind: 'canary', ...more }), { criteria });

/** In what part of 300 rollouts the real judge sends such a version back within its time. */
function caught(
  {
    perMinute,
    errors,
    slower,
    weight,
    forMs,
  }: {
    perMinute: number;
    errors: readonly [stable: number, canary: number];
    slower: number;
    weight: number;
    forMs: number;
  },
  seed: number,
): number {
  const random = createRandom(seed);
  const served = (mean: number, rate: number, times: number): Counters => {
    const requests = random.arrivals(mean);
    let left = requests;
    let below = 0;
    const edges = slower === 1 ? [] : EDGES;
    const buckets = edges.map((le): Bucket => {
      const share = within(le, times);
      const here = random.binomial(left, Math.min(1, (share - below) / (1 - below)));
      left -= here;
      below = share;
      return [le, requests - left];
    });
    return {
      requests,
      errors: random.binomial(requests, rate),
      buckets: [...buckets, [null, requests]],
    };
  };
  const each = (perMinute * lookMs) / MINUTE;
  let found = 0;
  for (let n = 0; n < 300; n += 1) {
    const look = (kind: Sample['kind']): Sample => ({
      kind,
      canary: served(each * weight, errors[1], slower),
      stable: served(each * (1 - weight), errors[0], 1),
    });
    const past: Sample = { kind: 'past', canary: usual(0, 0), stable: usual(perMinute, errors[0]) };
    let standing = observe(UNSEEN, past, criteria);
    for (let i = 0; i < 6; i += 1) standing = observe(standing, look('warm-up'), criteria);
    for (let at = lookMs; at <= forMs; at += lookMs) {
      standing = observe(standing, look('judged'), criteria);
      if (judge(standing, criteria, told).verdict !== 'fail') continue;
      found += 1;
      break;
    }
  }
  return found / 300;
}

describe('4.4 what a canary sees on the traffic there is', () => {
  test.each([
    [600, 10],
    [300, 50],
  ])(
    '%i requests a minute, %i of 100 to it: the advised time finds four of five, half of it does not',
    async (perMinute, percent) => {
      const plan = planOf({ weights: [percent], judge: '10m' });
      const sights = (await powerOn(plan, traffic(perMinute)))?.sights ?? [];
      expect(sights.map(({ claim }) => claim.of)).toEqual(['errors', 'p99']);
      for (const { claim, needMs } of sights) {
        const forMs = needMs ?? 0;
        expect(forMs).toBeGreaterThan(0);
        const worse =
          claim.of === 'errors'
            ? { errors: [claim.from, claim.to] as const, slower: 1 }
            : { errors: [0.001, 0.001] as const, slower: 1.5 };
        const at = (ms: number) =>
          caught({ perMinute, weight: percent / 100, ...worse, forMs: ms }, perMinute + ms);
        // 300 rollouts tell 80 % to about 5 points, and what is played to 3; one look more or less is a tenth where there are few.
        expect(at(forMs)).toBeGreaterThanOrEqual(0.72);
        expect(at(forMs / 2)).toBeLessThan(0.72);
      }
    },
  );

  test('more traffic, a greater share of it or a greater worsening need less time', async () => {
    const need = async (perMinute: number, percent: number, maxErrorRate = 0.01) => {
      const own = { ...criteria, maxErrorRate };
      const plan = canary.plan(canary.config.parse({ kind: 'canary', weights: [percent] }), {
        criteria: own,
      });
      const power = await powerOn(plan, traffic(perMinute));
      return power?.sights[0]?.needMs ?? Number.POSITIVE_INFINITY;
    };
    expect(await need(1_200, 10)).toBeLessThan(await need(300, 10));
    expect(await need(300, 50)).toBeLessThan(await need(300, 10));
    expect(await need(300, 10, 0.05)).toBeLessThan(await need(300, 10, 0.01));
  });

  test('several judges see it together, and each has its own chance', async () => {
    const power = await powerOn(planOf({ weights: [10, 50], judge: '5m' }), traffic(400));
    const [errors] = power?.sights ?? [];
    const [few = 0, many = 0] = errors?.each ?? [];
    expect(few).toBeLessThan(many);
    expect(errors?.power).toBeCloseTo(1 - (1 - few) * (1 - many), 9);
  });

  test('a trickle never shows it, and nothing is claimed to be seen of no requests', async () => {
    const power = await powerOn(planOf({ weights: [10] }), traffic(2));
    expect(power?.sights[0]).toMatchObject({ power: 0, needMs: null });
    expect(power && isEnough(power)).toBe(false);
    const none = await powerOn(planOf({ weights: [10] }), { ...traffic(0), counters: usual(0, 0) });
    expect(none?.sights).toMatchObject([{ claim: { of: 'errors' }, power: 0, needMs: null }]);
  });

  test.each([
    [60, 0, 4_360_000, 1, 280_000],
    [600, 0.954176, 430_000, 1, 60_000],
  ])(
    'on %i requests a minute the numbers are what they were when it was played in one piece',
    async (perMinute, errors, errorsMs, slow, slowMs) => {
      const sights = (await powerOn(planOf({}), traffic(perMinute)))?.sights ?? [];
      expect(sights.map(({ needMs }) => needMs)).toEqual([errorsMs, slowMs]);
      expect(sights[0]?.power).toBeCloseTo(errors, 9);
      expect(sights[1]?.power).toBeCloseTo(slow, 9);
    },
  );

  test('what does not judge claims nothing, and the same question has the same answer', async () => {
    expect(await powerOn([{ kind: 'shift', percent: 100 }], traffic(1_000))).toBeNull();
    const ask = () => powerOn(planOf({}), traffic(1_000));
    expect(await ask()).toEqual(await ask());
  });
});
