import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brief, scaleUpTo, unitFor } from '../../src/projections/chart-scale.ts';

describe('the scale of an axis', () => {
  test.each([
    [0, 1, 0.5],
    [1, 1, 0.25],
    [3.7, 4, 1],
    [42, 60, 20],
    [100, 100, 25],
    [0.31, 0.4, 0.1],
    [140, 150, 50],
  ])('up to %d: to %d in steps of %d', (most, to, step) => {
    expect(scaleUpTo(most)).toEqual({ to, step });
  });

  test('holds the largest value, ends on a step, and has no more than four', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (most) => {
        const { to, step } = scaleUpTo(most);
        expect(to).toBeGreaterThanOrEqual(most * (1 - 1e-6));
        expect(Math.abs(to / step - Math.round(to / step))).toBeLessThan(1e-6);
        expect(Math.round(to / step)).toBeLessThanOrEqual(4);
      }),
    );
  });
});

test.each([
  [0, 'minutes'],
  [170 * 60_000, 'minutes'],
  [5 * 3_600_000, 'hours'],
  [4 * 86_400_000, 'days'],
])('lengths up to %d ms are said in %s', (ms, unit) => {
  expect(unitFor(ms).unit).toBe(unit);
});

test.each([
  [0, '0'],
  [0.0512, '0.05'],
  [0.00305, '0'],
  [1.26, '1.3'],
  [12.345, '12.3'],
  [139.6, '140'],
])('%d is written %s', (value, text) => {
  expect(brief(value)).toBe(text);
});
