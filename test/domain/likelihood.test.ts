import { describe, expect, test } from 'vitest';
import {
  accustom,
  asGoodBy,
  ERRORS,
  type Looking,
  SLOWNESS,
  unweighed,
  type Weighed,
  weigh,
  worseBy,
} from '../../src/domain/verdict/likelihood.ts';
import { logChance, type Tally, type Tick } from '../../src/domain/verdict/odds.ts';
import { factorOf, NO_SPREAD, widen } from '../../src/domain/verdict/spread.ts';

const p99: Looking = { ...SLOWNESS, margin: 2 };

/** Every split of `bad` bad requests over the two versions, with its chance at odds `ratio`. */
function splits(canary: number, stable: number, bad: number, ratio: number) {
  const all: { readonly tick: Tick; readonly chance: number }[] = [];
  for (let k = Math.max(0, bad - stable); k <= Math.min(canary, bad); k += 1) {
    const tick = { canary: { n: canary, k }, stable: { n: stable, k: bad - k } };
    all.push({ tick, chance: Math.exp(logChance(tick, ratio)) });
  }
  return all;
}

/** The exact mean of `value` after two ticks with these bad requests, at odds `ratio` in both. */
function meanAfterTwo(
  before: Weighed,
  [first, second]: readonly [number, number],
  ratio: number,
  looking: Looking,
  value: (weighed: Weighed) => number,
): number {
  let mean = 0;
  for (const one of splits(12, 40, first, ratio))
    for (const two of splits(12, 40, second, ratio)) {
      const weighed = weigh(weigh(before, one.tick, looking), two.tick, looking);
      mean += one.chance * two.chance * value(weighed);
    }
  return mean;
}

describe('5.2 evidence', () => {
  test('one tick by hand: the only bad request of four met the canary, the only one it had', () => {
    const tick = { canary: { n: 1, k: 1 }, stable: { n: 3, k: 0 } };
    const weighed = weigh(unweighed(ERRORS), tick, ERRORS);
    // w / ((3 + w) / 4); for w = 20 that is 80/23, still below the cut of 4
    const want = ERRORS.ratios.map((w) => Math.log((4 * w) / (3 + w)));
    weighed.logs.forEach((log, i) => {
      expect(log).toBeCloseTo(want[i] ?? Number.NaN, 12);
    });
  });

  const burdens = [
    [0, 0],
    [1, 0],
    [3, 2],
    [8, 20],
    [30, 12],
    [52, 26],
  ] as const;
  test.each(burdens)(
    'is 1 in expectation when nothing differs: %i, then %i bad requests',
    (...bad) => {
      // Uncut, each ratio's product is exactly a martingale; two small ticks of ratio 1.1 are never cut.
      const narrow: Looking = { ratios: [1.1], margin: 2, harmless: 0.005 };
      expect(meanAfterTwo(unweighed(narrow), bad, 1, narrow, worseBy)).toBeLessThanOrEqual(
        1 + 1e-12,
      );
      if (bad[0] + bad[1] <= 28)
        expect(meanAfterTwo(unweighed(narrow), bad, 1, narrow, worseBy)).toBeCloseTo(1, 2);
      for (const looking of [ERRORS, p99])
        for (const ratio of [1, 0.9, 0.5])
          expect(
            meanAfterTwo(unweighed(looking), bad, ratio, looking, worseBy),
          ).toBeLessThanOrEqual(1 + 1e-12);
    },
  );

  test.each(burdens)(
    'that it is as good is at most 1 at or beyond the margin: %i, then %i',
    (...bad) => {
      for (const ratio of [2, 3, 20])
        expect(
          meanAfterTwo(unweighed(p99), bad, ratio, p99, (one) =>
            asGoodBy({ ...one, harmless: one.likeness }),
          ),
        ).toBeLessThanOrEqual(1 + 1e-12);
    },
  );

  test.each([0.0005, 0.02, 0.1])(
    'errors below the harmless share %d: at that share it is 1 in expectation',
    (share) => {
      const n = 300;
      let mean = 0;
      let chance = (1 - share) ** n;
      for (let k = 0; k <= n; k += 1) {
        const tick = { canary: { n, k }, stable: { n: 0, k: 0 } };
        mean +=
          chance *
          Math.exp(weigh(unweighed(ERRORS), tick, { ...ERRORS, harmless: share }).harmless);
        chance *= ((n - k) / (k + 1)) * (share / (1 - share));
      }
      expect(mean).toBeCloseTo(1, 9);
    },
  );

  test('no tick can multiply it by more than 4, however bad', () => {
    const burst = { canary: { n: 1_000, k: 1_000 }, stable: { n: 9_000, k: 0 } };
    const once = weigh(unweighed(ERRORS), burst, ERRORS);
    expect(worseBy(once)).toBeLessThanOrEqual(4);
    expect(Math.max(...once.logs)).toBe(Math.log(4));
  });

  test('where the stable version itself jumps about, the same tick weighs less', () => {
    const calm = [1, 2, 1, 2, 1, 2];
    const wild = [0, 12, 0, 15, 0, 9];
    const tick = { canary: { n: 200, k: 2 }, stable: { n: 1_000, k: 3 } };
    const used = (bad: readonly number[]) => {
      const seen = bad.reduce((one, k) => accustom(one, { n: 1_000, k }), unweighed(ERRORS));
      return { phi: factorOf(seen.spread), worse: worseBy(weigh(seen, tick, ERRORS)) };
    };
    expect(used(calm).phi).toBe(1);
    expect(used(wild).phi).toBeGreaterThan(2);
    expect(used(wild).worse).toBeLessThan(used(calm).worse);
  });

  test('its own tick does not change its own phi', () => {
    const quiet = accustom(accustom(unweighed(ERRORS), { n: 100, k: 1 }), { n: 100, k: 1 });
    const odd = { canary: { n: 100, k: 3 }, stable: { n: 100, k: 40 } };
    const want = logChance(odd, 2) - logChance(odd, 1);
    expect(weigh(quiet, odd, ERRORS).logs[2]).toBeCloseTo(want, 12);
  });
});

describe('5.2 how much the stable version moves', () => {
  const spreadOf = (...ticks: readonly Tally[]) => ticks.reduce(widen, NO_SPREAD);

  test('by hand: 10, 30 and 20 of 100', () => {
    const spread = spreadOf({ n: 100, k: 10 }, { n: 100, k: 30 }, { n: 100, k: 20 });
    // (0.2^2 + 0.1^2) / (2/100) = 2.5 over 0.2 × 0.8, beside ten pairs of 1
    expect(factorOf(spread)).toBeCloseTo((2.5 / 0.16 + 10) / 12, 12);
  });

  test('calmer than chance is no reason to believe more', () => {
    expect(factorOf(spreadOf({ n: 100, k: 20 }, { n: 100, k: 20 }, { n: 100, k: 20 }))).toBe(1);
  });

  test('nothing seen, nothing bad, or all bad: 1', () => {
    expect(factorOf(NO_SPREAD)).toBe(1);
    expect(factorOf(spreadOf({ n: 10, k: 0 }, { n: 10, k: 0 }))).toBe(1);
    expect(factorOf(spreadOf({ n: 10, k: 10 }, { n: 10, k: 10 }))).toBe(1);
  });

  test('a tick without requests is no tick', () => {
    const [one, two] = [
      { n: 50, k: 5 },
      { n: 50, k: 15 },
    ];
    expect(spreadOf(one, { n: 0, k: 0 }, two)).toEqual(spreadOf(one, two));
  });
});
