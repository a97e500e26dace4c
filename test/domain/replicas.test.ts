import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  madeOf,
  replicasIn,
  replicasSeen,
  Surge,
  surgeOf,
  unmade,
} from '../../src/domain/strategies/replicas.ts';

const shares = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 6 });
const replicas = fc.integer({ min: 1, max: 500 });

describe('4.4 replicas', () => {
  test.each([
    ['25%', 10, 3],
    ['25%', 4, 1],
    ['25%', 1, 1],
    ['0%', 7, 0],
    ['100%', 3, 3],
    ['200%', 3, 6],
    [2, 10, 2],
    [0, 10, 0],
  ])('a surge of %s of %i is %i: rounded up', (surge, many, more) => {
    expect(surgeOf(Surge.parse(surge), many)).toBe(more);
  });

  test.each([-1, 1.5, '25', '25.5%', '-5%', '%', true, null])('%s is no surge', (surge) => {
    expect(Surge.safeParse(surge).success).toBe(false);
  });

  test.each([
    [25, 10, 2],
    [25, 4, 1],
    [25, 3, 0],
    [99, 4, 3],
    [50, 1, 0],
  ])('%i %% of %i is %i: rounded down', (percent, many, some) => {
    expect(replicasIn(percent, many)).toBe(some);
  });

  test.each([
    [[25], 2, '25 % of 2 is less than one'],
    [[50], 2, null],
    [[25, 40], 4, '25 % and 40 % of 4 are both 1'],
    [[25, 50], 4, null],
    [[10, 50], 9, '10 % of 9 is less than one'],
    [[10, 50], 10, null],
    [[], 1, null],
  ])('%j of %i: %s', (all, many, why) => {
    expect(unmade(all, many)).toBe(why);
  });

  test.each([
    [[10, 50], 4, [25, 50]],
    [[10, 50], 3, [34]],
    [[10, 50], 2, [50]],
    [[10, 50], 1, []],
    [[10, 50], 200, [10, 50]],
  ])('%j made of %i replicas are %j', (all, many, made) => {
    expect(madeOf(all, many)).toEqual(made);
  });

  test('what is made can be made, is a share, and never raises one that could be', () => {
    fc.assert(
      fc.property(shares, replicas, (all, many) => {
        const made = madeOf(all, many);
        expect(unmade(made, many)).toBeNull();
        for (const one of made) {
          expect(one).toBeGreaterThanOrEqual(1);
          expect(one).toBeLessThanOrEqual(99);
        }
        const counts = made.map((one) => replicasIn(one, many));
        for (const one of all.map((share) => replicasIn(share, many)))
          if (one > 0) expect(counts).toContain(one);
      }),
    );
  });

  test.each([
    [[{ percent: 100, replicas: 3 }], 3],
    [
      [
        { percent: 100, replicas: 3 },
        { percent: 0, replicas: 3 },
      ],
      3,
    ],
    [
      [
        { percent: 50, replicas: 3 },
        { percent: 50, replicas: 1 },
      ],
      null,
    ],
    [[{ percent: 100 }], null],
    [[], null],
  ])('of %j there are seen %s', (live, seen) => {
    expect(replicasSeen(live)).toBe(seen);
  });
});
