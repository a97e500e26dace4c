import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partsOf } from '../../src/domain/dora/period-parts.ts';
import { instant } from '../../src/domain/kernel/time.ts';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 10, 20, 12);

function days(length: number, known = 0) {
  return {
    from: instant(NOON - Math.round(length * DAY)),
    to: instant(NOON),
    asOf: instant(NOON + known * DAY),
  };
}

describe('the parts of a period', () => {
  test.each([
    [90, 6, 15],
    [30, 6, 5],
    [7, 7, 1],
    [28, 7, 4],
    [365, 5, 73],
    [10, 5, 2],
    [4, 4, 1],
    [2, 2, 1],
  ])('%i days are %i parts of %i days', (length, count, each) => {
    const parts = partsOf(days(length));
    expect(parts).toHaveLength(count);
    expect(new Set(parts.map(({ from, to }) => (to - from) / DAY))).toEqual(new Set([each]));
  });

  test('less than two days has no course', () => {
    expect(partsOf(days(1.9))).toEqual([]);
  });

  test('what began after the moment at which it is known is left out', () => {
    expect(partsOf(days(90, -40))).toHaveLength(4);
    expect(partsOf(days(90, 40))).toHaveLength(6);
  });

  test('they lie end to end from the first moment to the last, each known at the same', () => {
    const length = fc.double({ min: 2, max: 1_100, noNaN: true });
    fc.assert(
      fc.property(length, (n) => {
        const period = days(n);
        const parts = partsOf(period);
        const edges = parts.flatMap(({ from, to }) => [from, to]);
        expect([edges[0], edges.at(-1)]).toEqual([period.from, period.to]);
        for (let i = 1; i < parts.length; i += 1) expect(parts[i]?.from).toBe(parts[i - 1]?.to);
        expect(parts.every(({ asOf }) => asOf === period.asOf)).toBe(true);
        expect(parts.length).toBeGreaterThanOrEqual(2);
        expect(parts.length).toBeLessThanOrEqual(7);
      }),
    );
  });
});
