import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  onGrid,
  SPREADS,
  type Spread,
  spreadOf,
} from '../../../src/providers/prometheus/native.ts';

type Cell = readonly [lower: number, upper: number, n: number];

/** As the API answers one: buckets by number, each with what fell into it, behind the one around zero. */
function histogram(
  schema: number,
  byNumber: Readonly<Record<number, number>>,
  zero?: Cell,
): Spread {
  const edge = (k: number): number => 2 ** (k / 2 ** schema);
  const positive = Object.entries(byNumber).map(([k, n]): Cell => {
    const lower = Math.max(edge(Number(k) - 1), zero?.[1] ?? 0);
    return [lower, edge(Number(k)), n];
  });
  return read(zero ? [zero, ...positive] : positive);
}

function read(cells: readonly Cell[]): Spread {
  const count = String(cells.reduce((sum, [, , n]) => sum + n, 0));
  const buckets = cells.map(([lower, upper, n]): [number, string, string, string] => [
    0,
    `${lower}`,
    `${upper}`,
    `${n}`,
  ]);
  return spreadOf({ count, buckets });
}

const inAll = ({ cells }: Spread): number => cells.reduce((sum, { n }) => sum + n, 0);

describe('5.2 a native histogram that counts on is not one that began anew', () => {
  const fine = histogram(4, { [-9]: 4, [-8]: 6, 3: 5 });

  test.each([
    ['when its resolution is halved', histogram(3, { [-4]: 12, 2: 5 })],
    ['when it is halved twice', histogram(2, { [-2]: 12, 1: 5 })],
    ['when it becomes coarser than the grid', histogram(1, { [-1]: 12, 1: 5 })],
    ['when there is a bucket for each fourth power of two', histogram(-1, { 0: 12, 1: 5 })],
  ])('%s', (_, later) => {
    expect(SPREADS.beganAnew(fine, later)).toBe(false);
    const grown = SPREADS.minus(later, fine);
    expect([grown.count, inAll(grown)]).toEqual([2, 2]);
  });

  test.each([
    ['a little', 2 ** -11, 3, -90],
    ['to hundredths', 2 ** -5, 3, -45],
    ['to more than one of the metric’s unit, such as milliseconds', 4, 3, 12],
  ])('when the bucket around zero takes in its neighbours: %s', (_, edge, schema, k) => {
    const before = histogram(schema, { [k]: 3, 40: 5 }, [-(2 ** -30), 2 ** -30, 1]);
    const later = histogram(schema, { 40: 6 }, [-edge, edge, 4]);
    expect(SPREADS.beganAnew(before, later)).toBe(false);
    const grown = SPREADS.minus(later, before);
    expect([grown.count, inAll(grown)]).toEqual([1, 1]);
  });

  test.each([
    ['one that has fewer', histogram(4, { [-9]: 3 })],
    ['one that has fewer in a bucket', histogram(4, { [-9]: 3, [-8]: 9, 3: 9 })],
    ['one that lacks a bucket', histogram(4, { 40: 20 })],
    ['one that is coarser and has fewer', histogram(3, { [-4]: 9, 2: 50 })],
    ['one that is finer than before', histogram(5, { [-17]: 10, [-16]: 10, 6: 10 })],
    ['one whose zero cuts through a bucket', histogram(4, { 3: 90 }, [-0.69, 0.69, 90])],
  ])('but %s did begin anew', (_, later) => {
    expect(SPREADS.beganAnew(fine, later)).toBe(true);
  });

  test('however fine it was, what it becomes and grows by is what was observed since', () => {
    const numbers = fc.dictionary(fc.integer({ min: -90, max: 40 }).map(String), fc.nat(50));
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: 0, max: 4 }), (before, more, halved) => {
        const coarser = (byNumber: Readonly<Record<string, number>>) => {
          const merged: Record<string, number> = {};
          for (const [k, n] of Object.entries(byNumber)) {
            const into = Math.ceil(Number(k) / 2 ** halved);
            merged[into] = (merged[into] ?? 0) + n;
          }
          return merged;
        };
        const all = { ...before };
        for (const [k, n] of Object.entries(more)) all[k] = (all[k] ?? 0) + n;
        const [earlier, later] = [histogram(4, before), histogram(4 - halved, coarser(all))];
        expect(SPREADS.beganAnew(earlier, later)).toBe(false);
        const grown = onGrid(SPREADS.minus(later, earlier), 1_000);
        expect(grown).toEqual(onGrid(histogram(4 - halved, coarser(more)), 1_000));
      }),
    );
  });
});
