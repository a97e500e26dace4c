import { describe, expect, test } from 'vitest';
import { compareGauges, mannWhitney, upperTail } from '../../src/domain/verdict/gauge-rule.ts';

const limits = { confidence: 0.98, effect: 0.4 };
const stable = [51, 49, 50, 52, 48, 50, 51, 49, 50, 53, 47, 50];
const higher = stable.map((x) => x + 4);

/** P(U >= u) over every way to choose which of the values are a's: small samples, no approximation. */
function exactP(a: readonly number[], b: readonly number[]): number {
  const all = [...a, ...b];
  const u = (picked: readonly number[], rest: readonly number[]) =>
    picked.reduce(
      (sum, x) => sum + rest.reduce((s, y) => s + (x > y ? 1 : x === y ? 0.5 : 0), 0),
      0,
    );
  const seen = u(a, b);
  let [met, total] = [0, 0];
  for (let mask = 0; mask < 2 ** all.length; mask += 1) {
    const picked = all.filter((_, i) => (mask >> i) & 1);
    if (picked.length !== a.length) continue;
    total += 1;
    if (
      u(
        picked,
        all.filter((_, i) => !((mask >> i) & 1)),
      ) >= seen
    )
      met += 1;
  }
  return met / total;
}

describe('gauges', () => {
  test.each([
    ['the same readings', stable, 'no difference'],
    ['clearly higher', higher, 'higher'],
    ['clearly lower', stable.map((x) => x - 4), 'no difference'],
    ['all alike', stable.map(() => 50), 'no difference'],
    ['too few of them', higher.slice(0, 7), 'not enough data'],
    ['none', [], 'not enough data'],
  ])('%s', (_, canary, verdict) => {
    expect(compareGauges(canary, stable, limits).verdict).toBe(verdict);
  });

  test('sure but small is not enough', () => {
    const many = Array.from({ length: 400 }, (_, i) => i % 40);
    const little = many.map((x) => x + 5);
    const { verdict, p, effect } = compareGauges(little, many, limits);
    expect(p).toBeLessThan(0.001);
    expect(effect).toBeLessThan(0.4);
    expect(verdict).toBe('no difference');
  });

  test.each([
    ['mebibytes for bytes', (x: number) => x * 1_048_576],
    ['Fahrenheit for Celsius', (x: number) => (x * 9) / 5 + 32],
    ['decibels', (x: number) => 10 * Math.log10(x)],
  ])('another unit, the same finding: %s', (_, unit) => {
    for (const canary of [stable, higher])
      expect(compareGauges(canary.map(unit), stable.map(unit), limits)).toEqual(
        compareGauges(canary, stable, limits),
      );
  });

  test('p as by counting every way the readings could have fallen', () => {
    const a = [7, 9, 9, 12, 15, 8, 14, 11];
    const b = [5, 9, 6, 10, 7, 8, 4, 7];
    expect(mannWhitney(a, b).p).toBeCloseTo(exactP(a, b), 2);
    expect(mannWhitney(b, a).effect).toBeCloseTo(-mannWhitney(a, b).effect, 12);
  });

  test('the tail of a normal', () => {
    expect(upperTail(0)).toBeCloseTo(0.5, 6);
    expect(upperTail(1.959964)).toBeCloseTo(0.025, 6);
    expect(upperTail(-2.326348)).toBeCloseTo(0.99, 6);
  });
});
