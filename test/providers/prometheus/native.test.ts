import { describe, expect, test } from 'vitest';
import { SPREADS, spreadOf } from '../../../src/providers/prometheus/native.ts';

/** Buckets of a schema as the API answers them, by their upper edge; the lower one is of no matter here. */
function histogram(byUpper: Readonly<Record<number, number>>) {
  const all = Object.entries(byUpper);
  const count = String(all.reduce((sum, [, n]) => sum + n, 0));
  const buckets = all.map(([upper, n]) => [0, '0', upper, String(n)] as const);
  return spreadOf({ count, sum: '1', buckets } as never);
}
const edge = (schema: number, k: number): number => 2 ** (k / 2 ** schema);

describe('5.2 a native histogram that counts on is not one that began anew', () => {
  const fine = histogram({ [edge(4, -9)]: 4, [edge(4, -8)]: 6, [edge(4, 3)]: 5 });

  test.each([
    ['when its resolution is halved', histogram({ [edge(3, -4)]: 12, [edge(3, 2)]: 5 })],
    ['when it is halved twice', histogram({ [edge(2, -2)]: 12, [edge(2, 1)]: 5 })],
  ])('%s', (_, later) => {
    expect(SPREADS.beganAnew(fine, later)).toBe(false);
    expect(SPREADS.minus(later, fine).count).toBe(2);
    const grown = [...SPREADS.minus(later, fine).byEdge.values()];
    expect(grown.reduce((sum, n) => sum + n, 0)).toBe(2);
  });

  test('when the bucket around zero takes in its neighbours', () => {
    const before = histogram({ [2 ** -30]: 1, [edge(3, -90)]: 3, [edge(3, 0)]: 5 });
    const later = histogram({ [2 ** -11]: 4, [edge(3, 0)]: 6 });
    expect(SPREADS.beganAnew(before, later)).toBe(false);
    expect(SPREADS.minus(later, before).count).toBe(1);
  });

  test('one that has fewer, or fewer in a bucket, did begin anew', () => {
    expect(SPREADS.beganAnew(fine, histogram({ [edge(4, -9)]: 3 }))).toBe(true);
    expect(SPREADS.beganAnew(fine, histogram({ [edge(4, 40)]: 20 }))).toBe(true);
  });
});
