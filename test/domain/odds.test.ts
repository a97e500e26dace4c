import { describe, expect, test } from 'vitest';
import { logChance, type Tick } from '../../src/domain/verdict/odds.ts';

function table(canary: number, k: number, stable: number, bad: number): Tick {
  return { canary: { n: canary, k }, stable: { n: stable, k: bad } };
}

/** C(n, k) as an exact integer. */
function choose(n: number, k: number): bigint {
  let all = 1n;
  for (let i = 1; i <= k; i += 1) all = (all * BigInt(n - k + i)) / BigInt(i);
  return all;
}

/** By its first fifteen digits and how many follow. */
function logOf(whole: bigint): number {
  const digits = whole.toString();
  return Math.log(Number(digits.slice(0, 15))) + Math.max(0, digits.length - 15) * Math.LN10;
}

/** The same chance from whole numbers of any size; the ratio is num/den. */
function exactly({ canary, stable }: Tick, num: number, den: number): number {
  const bad = canary.k + stable.k;
  const least = Math.max(0, bad - stable.n);
  const most = Math.min(canary.n, bad);
  const term = (j: number): bigint =>
    choose(canary.n, j) *
    choose(stable.n, bad - j) *
    BigInt(num) ** BigInt(j - least) *
    BigInt(den) ** BigInt(most - j);
  let sum = 0n;
  for (let j = least; j <= most; j += 1) sum += term(j);
  return logOf(term(canary.k)) - logOf(sum);
}

describe('5.2 the chance of a table, given its bad requests', () => {
  test('by hand: one bad request of four falls on the canary, which has one of them', () => {
    expect(Math.exp(logChance(table(1, 1, 3, 0), 1))).toBeCloseTo(1 / 4, 14);
    // 2 to 3 at double odds
    expect(Math.exp(logChance(table(1, 1, 3, 0), 2))).toBeCloseTo(2 / 5, 14);
  });

  const tables = [
    table(10, 0, 90, 0),
    table(10, 3, 90, 2),
    table(200, 0, 1_800, 2),
    table(200, 7, 1_800, 2),
    table(200, 100, 1_800, 900),
    table(200, 150, 1_800, 850),
    table(200, 200, 1_800, 100),
    table(37, 37, 5, 0),
    table(50, 20, 0, 0),
    table(0, 0, 50, 20),
    table(3, 3, 4, 4),
  ];
  const ratios = [
    [1, 1],
    [11, 10],
    [5, 4],
    [3, 1],
    [20, 1],
    [1, 20],
  ] as const;
  test.each(tables.flatMap((tick) => ratios.map((ratio) => ({ tick, ratio }))))(
    'as from whole numbers of any size: $tick at $ratio',
    ({ tick, ratio: [num, den] }) => {
      expect(logChance(tick, num / den)).toBeCloseTo(exactly(tick, num, den), 9);
    },
  );

  test('the chances of all that could have happened add up to 1', () => {
    for (const ratio of [0.5, 1, 1.25, 4, 20]) {
      let sum = 0;
      for (let k = 0; k <= 60; k += 1) sum += Math.exp(logChance(table(80, k, 500, 60 - k), ratio));
      expect(sum).toBeCloseTo(1, 12);
    }
  });

  test('turned around, versions and odds alike, it is the same table', () => {
    for (const [n, k, m, b] of [
      [200, 9, 1_800, 30],
      [13, 13, 40, 2],
    ] as const)
      for (const ratio of [1, 1.5, 10])
        expect(logChance(table(n, k, m, b), ratio)).toBeCloseTo(
          logChance(table(m, b, n, k), 1 / ratio),
          10,
        );
  });

  test('good for bad, the odds turn around', () => {
    const [here, there] = [table(40, 6, 90, 5), table(40, 34, 90, 85)];
    expect(logChance(here, 2)).toBeCloseTo(logChance(there, 0.5), 10);
  });

  test('no size overflows', () => {
    const value = logChance(table(500_000, 400_000, 500_000, 1_000), 20);
    expect(value).toBeLessThan(0);
    expect(Number.isFinite(value)).toBe(true);
  });
});
