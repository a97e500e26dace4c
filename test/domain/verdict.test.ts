import { describe, expect, test } from 'vitest';
import { between, type Counters, quantileMs } from '../../src/domain/verdict/counters.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';
import { judge } from '../../src/domain/verdict/threshold-judge.ts';

const criteria = Criteria.parse({ maxErrorRate: 0.02, maxP99Ratio: 2 });

/** `requests` of which `errors` failed, all of them between `ms` and twice that. */
function traffic(requests: number, errors: number, ms: number): Counters {
  return {
    requests,
    errors,
    buckets: [
      [ms, 0],
      [2 * ms, requests],
      [null, requests],
    ],
  };
}

describe('5.2 fixed thresholds', () => {
  const good = traffic(5_000, 5, 10);
  test.each([
    ['as good as before', traffic(200, 1, 10), good, 'pass'],
    ['exactly at the limit', traffic(100, 2, 10), good, 'pass'],
    ['one error over the limit', traffic(100, 3, 10), good, 'fail'],
    ['twice as slow and more', traffic(200, 0, 40), good, 'fail'],
    ['99 requests', traffic(99, 50, 400), good, 'not enough data'],
    ['no requests', traffic(0, 0, 10), good, 'not enough data'],
    ['too little baseline', traffic(500, 0, 10), traffic(99, 0, 10), 'not enough data'],
  ])('%s', (_, canary, baseline, expected) => {
    const verdict = judge({ canary, baseline }, criteria);
    expect(verdict.verdict).toBe(expected);
    expect(verdict.why).not.toBe('');
  });

  test('an absolute limit counts even when the old version was as slow', () => {
    const slow = traffic(500, 0, 300);
    const strict = Criteria.parse({ maxP99Ms: 400 });
    expect(judge({ canary: slow, baseline: slow }, strict).verdict).toBe('fail');
  });
});

describe('counters', () => {
  test('the difference of two readings', () => {
    expect(between(traffic(100, 2, 10), traffic(150, 3, 10))).toEqual(traffic(50, 1, 10));
  });
  test('a restarted counter is all new', () => {
    expect(between(traffic(100, 2, 10), traffic(7, 0, 10))).toEqual(traffic(7, 0, 10));
  });
  test.each([
    ['nothing measured', { requests: 0, errors: 0, buckets: [] }, 0.99, null],
    [
      'within a bucket',
      {
        requests: 10,
        errors: 0,
        buckets: [
          [10, 0],
          [20, 10],
          [null, 10],
        ],
      },
      0.5,
      15,
    ],
    [
      'in the open bucket: its lower edge',
      {
        requests: 10,
        errors: 0,
        buckets: [
          [10, 0],
          [null, 10],
        ],
      },
      0.99,
      10,
    ],
    [
      'at an edge',
      {
        requests: 4,
        errors: 0,
        buckets: [
          [10, 2],
          [20, 4],
          [null, 4],
        ],
      },
      0.5,
      10,
    ],
  ] as [string, Counters, number, number | null][])('quantile: %s', (_, counters, q, expected) => {
    expect(quantileMs(counters, q)).toBe(expected);
  });
});
