import { describe, expect, test } from 'vitest';
import type { Delivery, LinkedIncident, Period } from '../../src/domain/dora/delivery.ts';
import { summarise } from '../../src/domain/dora/dora-1.ts';
import { byar, ranksOf, wilson } from '../../src/domain/dora/interval.ts';
import { doraOf } from '../../src/domain/dora/report.ts';
import type { Summary } from '../../src/domain/dora/summary.ts';
import { aborted, commit, deployed, failedInUse, HOUR, hour, returned } from './dora-logs.ts';

const WEEK: Period = { from: hour(0), to: hour(168), asOf: hour(168) };

interface Case {
  readonly name: string;
  readonly log: readonly Delivery[];
  readonly incidents?: readonly LinkedIncident[];
  readonly period?: Partial<Period>;
  readonly counts: Partial<Summary>;
  /** Medians in hours. */
  readonly lead?: number | null;
  readonly recovery?: number | null;
  readonly fromDetection?: number;
}

const incident = (id: string, h: number, causes: readonly (readonly [number, number])[]) => ({
  id,
  names: [id],
  at: hour(h),
  causes: causes.map(([n, at]) => ({ deployment: `D-${n}`, linkedAt: hour(at) })),
});

/** Worked by hand from QUALITY's five definitions; a number that changes is another version. */
const CASES: readonly Case[] = [
  {
    name: '1 no deployment: nothing is counted and nothing divided',
    log: [],
    counts: { deployments: 0, failed: 0, rework: 0, aborted: 0 },
    lead: null,
    recovery: null,
  },
  {
    name: '2 three that went well',
    log: [deployed(1, 5), deployed(2, 10), deployed(3, 15)],
    counts: { deployments: 3, failed: 0, rework: 0, withoutTimes: 3 },
    recovery: null,
  },
  {
    name: '3 one rolled back: two deployments, one failed, one rework, closed in 3 hours',
    log: [deployed(1, 5), returned(2, 1, 6, 8)],
    counts: { deployments: 2, failed: 1, open: 0, rework: 1 },
    recovery: 3,
    fromDetection: 2,
  },
  {
    name: '4 a canary aborted before full traffic is shown apart, and so is its return',
    log: [aborted(1, 5), returned(2, 1, 5, 6)],
    counts: { deployments: 0, failed: 0, rework: 0, aborted: 1 },
    recovery: null,
  },
  {
    name: '5 one that failed while it baked counts from when it had all of the traffic',
    log: [failedInUse(1, 4, 6), returned(2, 1, 6, 7)],
    counts: { deployments: 2, failed: 1, rework: 1, aborted: 0 },
    recovery: 3,
    fromDetection: 1,
  },
  {
    name: '6 a rollback of a rollback: both failed, each closed by the next',
    log: [deployed(1, 5), returned(2, 1, 6, 7), returned(3, 2, 9, 10)],
    counts: { deployments: 3, failed: 2, open: 0, rework: 2 },
    recovery: 2, // 2 h and 3 h: the lower of two
  },
  {
    name: '7 a rollback that failed closes nothing; what remedies it does',
    log: [
      deployed(1, 5),
      { ...returned(2, 1, 6, 7), succeeded: false, fullAt: null },
      returned(3, 2, 8, 11),
    ],
    counts: { deployments: 1, failed: 1, open: 0, rework: 0 },
    recovery: 6,
    fromDetection: 5,
  },
  {
    name: '8 a fix of a deployment, named by its id',
    log: [deployed(1, 5), deployed(2, 9, { fixes: 'D-1' })],
    counts: { deployments: 2, failed: 1, rework: 1, unlinkedFixes: 0 },
    recovery: 4,
    fromDetection: 1,
  },
  {
    name: '9 a fix of an incident that was linked to a deployment',
    log: [deployed(1, 5), deployed(2, 9, { fixes: 'INC-4' })],
    incidents: [incident('INC-4', 6, [[1, 7]])],
    counts: { deployments: 2, failed: 1, rework: 1, unlinkedFixes: 0 },
    recovery: 4,
  },
  {
    name: '10 a fix of an incident nobody linked is rework, and shown',
    log: [deployed(1, 5), deployed(2, 9, { fixes: 'INC-4' })],
    incidents: [incident('INC-4', 6, [])],
    counts: { deployments: 2, failed: 0, rework: 1, unlinkedFixes: 1 },
    recovery: null,
  },
  {
    name: '11 a link made after the as-of moment is not known yet',
    log: [deployed(1, 5), deployed(2, 9, { fixes: 'INC-4' })],
    incidents: [incident('INC-4', 6, [[1, 200]])],
    counts: { deployments: 2, failed: 0, unlinkedFixes: 1 },
  },
  {
    name: '12 the same question with a later as-of moment knows it',
    log: [deployed(1, 5), deployed(2, 9, { fixes: 'INC-4' })],
    incidents: [incident('INC-4', 6, [[1, 200]])],
    period: { asOf: hour(201) },
    counts: { deployments: 2, failed: 1, unlinkedFixes: 0, unremedied: [] },
    recovery: 4,
  },
  {
    name: 'the cause of an incident that nothing recorded put right is no failure, and shown',
    log: [deployed(1, 5), deployed(2, 9)],
    incidents: [incident('INC-4', 6, [[1, 7]])],
    counts: { deployments: 2, failed: 0, unlinkedFixes: 0, unremedied: ['D-1'] },
  },
  {
    name: '13 overlapping failures are closed by one rollback each, the sooner one first',
    log: [deployed(1, 5), deployed(2, 6), returned(3, 2, 7, 8), returned(4, 1, 8, 10)],
    counts: { deployments: 4, failed: 2, open: 0, rework: 2 },
    recovery: 2, // 2 h and 5 h
  },
  {
    name: '14 one fix closes two that one incident was linked to',
    log: [deployed(1, 5), deployed(2, 6), deployed(3, 10, { fixes: 'INC-4' })],
    incidents: [
      incident('INC-4', 7, [
        [1, 8],
        [2, 8],
      ]),
    ],
    counts: { deployments: 3, failed: 2, open: 0, rework: 1 },
    recovery: 4,
  },
  {
    name: '15 a rollback under way at the as-of moment: failed and open',
    log: [deployed(1, 160), returned(2, 1, 165, 169)],
    counts: { deployments: 1, failed: 1, open: 1, rework: 0 },
    recovery: null,
  },
  {
    name: '16 a rollback asked for after the as-of moment: nothing failed',
    log: [deployed(1, 160), returned(2, 1, 169, 170)],
    counts: { deployments: 1, failed: 0, rework: 0 },
  },
  {
    name: '17 lead time by commit, in hours: 1, 2 and 10',
    log: [
      deployed(1, 10, { commits: [commit('a', 9), commit('b', 0)] }),
      deployed(2, 20, { commits: [commit('c', 18)] }),
    ],
    counts: { deployments: 2, withoutTimes: 0, skewed: 0 },
    lead: 2,
  },
  {
    name: '18 the same commit again, after a rollback, is counted once, where it first succeeded',
    log: [
      deployed(1, 10, { commits: [commit('a', 9)] }),
      returned(2, 1, 11, 12),
      deployed(3, 100, { commits: [commit('a', 9)] }),
    ],
    counts: { deployments: 3, failed: 1, rework: 1 },
    lead: 1,
  },
  {
    name: '19 a commit from the future is rejected and counted as such',
    log: [deployed(1, 10, { commits: [commit('a', 12), commit('b', 6)] })],
    counts: { skewed: 1, withoutTimes: 0 },
    lead: 4,
  },
  {
    name: '20 the edges: the first moment is inside, the last is not, nor is what is not over',
    log: [deployed(1, 0), deployed(2, 168), deployed(3, 50, { at: null, succeeded: false })],
    counts: { deployments: 1, failed: 0 },
  },
  {
    name: '21 failed in use with nothing to go back to: failed, and open',
    log: [failedInUse(1, 4, 6)],
    counts: { deployments: 1, failed: 1, open: 1 },
    recovery: null,
  },
  {
    name: '22 what never met anybody is neither a deployment nor aborted',
    log: [deployed(1, 5, { succeeded: false, exposed: false, fullAt: null })],
    counts: { deployments: 0, aborted: 0 },
  },
];

describe('8.6 dora-1: event logs worked by hand', () => {
  test.each(CASES)('$name', ({ log, incidents = [], period = {}, counts, ...medians }) => {
    const found = summarise(log, incidents, { ...WEEK, ...period });
    expect(found).toMatchObject(counts);
    for (const name of ['lead', 'recovery', 'fromDetection'] as const) {
      const hours = medians[name];
      if (hours === undefined) continue;
      expect(found[name]?.p50Ms ?? null, name).toBe(hours === null ? null : hours * HOUR);
    }
  });

  test('the order of the log does not matter', () => {
    for (const { log, incidents = [], period = {} } of CASES) {
      const asked = { ...WEEK, ...period };
      expect(summarise(log.toReversed(), incidents, asked)).toEqual(
        summarise(log, incidents, asked),
      );
    }
  });

  test('rates have their intervals, and none where nothing was counted', () => {
    const log = [
      ...Array.from({ length: 9 }, (_, i) => deployed(i + 1, i + 1)),
      returned(10, 9, 10, 11),
    ];
    const dora = doraOf(summarise(log, [], WEEK), WEEK);
    expect(dora).toMatchObject({
      version: 'dora-1',
      perWeek: { rate: 10 },
      failRate: { share: 0.1 },
    });
    expect(dora.failRate.interval?.low).toBeCloseTo(0.0179, 4);
    expect(dora.failRate.interval?.high).toBeCloseTo(0.4042, 4);
    const none = doraOf(summarise([], [], WEEK), WEEK);
    expect(none).toMatchObject({ failRate: { share: null, interval: null }, lead: null });
  });
});

describe('intervals', () => {
  test('Wilson, against published values', () => {
    expect(wilson(0, 10)).toMatchObject({ low: 0 });
    expect(wilson(0, 10)?.high).toBeCloseTo(0.2775, 4);
    expect(wilson(5, 10)?.low).toBeCloseTo(0.2366, 4);
    expect(wilson(10, 10)?.high).toBeCloseTo(1, 9);
    expect(wilson(0, 0)).toBeNull();
  });

  test('Byar is within one in a hundred of the exact interval of a count of ten (4.80 to 18.39)', () => {
    expect(byar(10).low).toBeCloseTo(4.795, 1);
    expect(byar(10).high).toBeCloseTo(18.39, 1);
    expect(byar(0)).toMatchObject({ low: 0 });
  });

  test.each([
    [0, null],
    [5, { p50: 3, p90: 5, interval: null }],
    [6, { p50: 3, p90: 6, interval: { low: 1, high: 6 } }],
    [10, { p50: 5, p90: 9, interval: { low: 2, high: 9 } }],
    [100, { p50: 50, p90: 90, interval: { low: 40, high: 61 } }],
  ])('ranks of %i values, as tables of the sign test have them', (n, ranks) => {
    expect(ranksOf(n)).toEqual(ranks);
  });

  test('the approximation of large samples joins the exact one', () => {
    const [exact, near] = [ranksOf(1_000)?.interval, ranksOf(1_001)?.interval];
    expect(Math.abs((exact?.low ?? 0) - (near?.low ?? 0))).toBeLessThanOrEqual(2);
  });
});
