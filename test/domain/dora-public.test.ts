import { describe, expect, test } from 'vitest';
import type { Delivery, LinkedIncident, Period } from '../../src/domain/dora/delivery.ts';
import { summarise } from '../../src/domain/dora/dora-1.ts';
import { doraOf } from '../../src/domain/dora/report.ts';
import { type Instant, instant, plus } from '../../src/domain/kernel/time.ts';

/**
 * Inputs and expected outputs that public tools for DORA's metrics test themselves with: figures only, in the order
 * in which they stand there. Where a tool defines a number otherwise, the test says what it has and what we have.
 */
const DAY = 86_400_000;
const HOUR = 3_600_000;
const day = (text: string): Instant => instant(Date.parse(`${text}T00:00:00Z`));

function deployed(n: number, at: Instant, more: Partial<Delivery> = {}): Delivery {
  return {
    ...{ id: `D-${n}`, kind: 'deploy', askedAt: plus(at, -60_000), at, succeeded: true },
    ...{ exposed: true, fullAt: at, rollbackOf: null, fixes: null, commits: null, ...more },
  };
}

function counted(
  log: readonly Delivery[],
  period: Period,
  incidents: readonly LinkedIncident[] = [],
) {
  return doraOf(summarise(log, incidents, period), period);
}

/**
 * github.com/red-gate/RedGate.Metrics, Tests/FourKeyMetrics.Tests.ps1 at ac5fdcc, `Get-BucketedReleaseMetricsForReport`
 * and `Get-BucketedMetricsForPeriod`. A release `/fix` remedies the one before it; ages are those of commits, in
 * whole days, as PowerShell's `New-TimeSpan -Days` rounds them (3.5 is 4, 0.5 is 0).
 */
describe('Redgate: releases, fixes, commit ages and windows of 14 days', () => {
  const RELEASES = [
    ['2019-05-13', 20, false],
    ['2019-05-21', 4, false],
    ['2019-05-22', 0, true],
    ['2019-05-28', 2, false],
    ['2019-06-04', 4, false],
  ] as const;
  const LOG = RELEASES.map(([on, age, fix], i) =>
    deployed(i + 1, day(on), {
      fixes: fix ? `D-${i}` : null,
      commits: [{ id: `c${i}`, committedAt: plus(day(on), -age * DAY) }],
    }),
  );
  /** Theirs end with a moment that is inside. */
  const windowTo = (end: string): Period => {
    const to = plus(day(end), 1);
    return { from: plus(day(end), -14 * DAY), to, asOf: to };
  };

  test.each([
    { end: '2019-06-07', releases: 2, failRate: 0, mttrHours: null, leadDays: 3 },
    { end: '2019-05-31', releases: 3, failRate: 1 / 3, mttrHours: 24, leadDays: 2 },
    { end: '2019-05-24', releases: 3, failRate: 1 / 3, mttrHours: 24, leadDays: 4 },
    { end: '2019-05-17', releases: 1, failRate: 0, mttrHours: null, leadDays: 20 },
    { end: '2019-05-10', releases: 0, failRate: null, mttrHours: null, leadDays: null },
  ])('to $end: $releases releases', ({ end, releases, failRate, mttrHours, leadDays }) => {
    const { summary, failRate: ours, recovery, lead } = counted(LOG, windowTo(end));
    expect(summary.deployments).toBe(releases);
    expect(ours.share).toBe(failRate);
    expect(recovery && recovery.p50Ms / HOUR).toBe(mttrHours);
    // Of an even number they take the middle between the two in the middle (2 and 4), we the lower: a time that was.
    const median = end === '2019-06-07' ? 2 : leadDays;
    expect(lead && lead.p50Ms / DAY).toBe(median);
  });

  test('one release in two that a fix of four days later remedied', () => {
    const age = (on: string) => [{ id: on, committedAt: plus(day(on), -DAY) }];
    const log = [
      deployed(1, day('2019-05-17'), { commits: age('2019-05-17') }),
      deployed(2, day('2019-05-21'), { commits: age('2019-05-21'), fixes: 'D-1' }),
    ];
    const found = counted(log, windowTo('2019-05-21'));
    expect(found.summary.deployments).toBe(2);
    expect(found.failRate.share).toBe(0.5);
    expect((found.recovery?.p50Ms ?? 0) / HOUR).toBe(96);
    expect((found.lead?.p50Ms ?? 0) / DAY).toBe(1);
  });

  test('a failed release outside the window: they count its fix, we count where it was deployed', () => {
    // Theirs has no figure for it: fixes of a window over releases of a window. Ours is DORA's "deployments that …".
    const { failRate } = counted(LOG, { ...windowTo('2019-05-24'), from: day('2019-05-22') });
    expect([failRate.hits, failRate.of]).toEqual([0, 1]);
  });
});

/**
 * github.com/middlewarehq/middleware at 2dbfbe8, backend/analytics_server/tests/service: Incidents/test_change_failure_rate.py
 * and deployments/test_deployment_frequency.py. There an incident blames the deployment before it; here it is linked to that
 * one, and the deployment after it is the one that ended it.
 */
describe('Middleware: incidents between deployments, and deployments by week', () => {
  function told(deployments: readonly Instant[], incidents: readonly Instant[]) {
    const blamed = (at: Instant) => deployments.findLastIndex((one) => one < at) + 1;
    const log = deployments.map((at, i) => {
      const ended = incidents.findIndex((one) => one < at && blamed(one) === i);
      return deployed(i + 1, at, { fixes: ended < 0 ? null : `INC-${ended}` });
    });
    const linked = incidents.map((at, i) => ({
      ...{ id: `INC-${i}`, names: [`INC-${i}`], at },
      causes: blamed(at) === 0 ? [] : [{ deployment: `D-${blamed(at)}`, linkedAt: at }],
    }));
    return { log, linked };
  }
  const NOW = day('2024-03-01');
  const ago = (hours: number) => plus(NOW, -hours * HOUR);
  const ALL: Period = { from: ago(24 * 30), to: NOW, asOf: NOW };

  test.each([
    { what: 'nothing', deployments: [], incidents: [], percent: null },
    { what: 'no incident', deployments: [48, 6], incidents: [], percent: 0 },
    { what: 'an incident and no deployment', deployments: [], incidents: [72], percent: null },
    { what: 'one between two', deployments: [48, 6], incidents: [24], percent: 50 },
    { what: 'one before both', deployments: [48, 6], incidents: [72], percent: 0 },
    {
      what: 'many of both',
      deployments: [168, 144, 96, 48, 6, 0.5],
      incidents: [240, 120, 72, 20, 4, 2, 1],
      percent: (4 / 6) * 100,
    },
  ])('change failure rate, $what: $percent %', ({ deployments, incidents, percent }) => {
    const { log, linked } = told(deployments.map(ago), incidents.map(ago));
    const { share } = counted(log, ALL, linked).failRate;
    // Of no deployment they say 0, we say that there is no rate.
    if (percent === null) expect(share).toBeNull();
    else expect((share ?? 0) * 100).toBeCloseTo(percent, 9);
  });

  test('one after both: 50 % there; not failed here before something is asked for to end it', () => {
    const { log, linked } = told([ago(48), ago(6)], [ago(1)]);
    expect(counted(log, ALL, linked).failRate.share).toBe(0);
    const back = { kind: 'rollback', rollbackOf: 'D-2', succeeded: false, at: null } as const;
    const asked = deployed(3, ago(0.5), { ...back, askedAt: ago(0.5), fullAt: null });
    expect(counted([...log, asked], ALL, linked).failRate.share).toBe(0.5);
  });

  const FROM = day('2024-01-02');
  const MONDAYS = ['2024-01-01', '2024-01-08', '2024-01-15', '2024-01-22', '2024-01-29'].map(day);
  const fourth = (hours: number) => plus(day('2024-01-22'), -hours * HOUR);
  const TIMES = [plus(FROM, 12 * HOUR), plus(FROM, DAY), ...[96, 48, 6, 0.5].map(fourth)];
  const END = day('2024-01-24');
  const weeks = MONDAYS.slice(0, -1).map((from, i) => {
    return { from, to: MONDAYS[i + 1] ?? from, asOf: END };
  });

  test('deployments week by week: 2, 0, 4, 0', () => {
    const { log } = told(TIMES, []);
    const found = weeks.map((week) => counted(log, week).summary.deployments);
    expect(found).toEqual([2, 0, 4, 0]);
  });

  test('six in three weeks; there 1 a week, of the four that the calendar touches and without a fraction', () => {
    const { log } = told(TIMES, []);
    const asked = { from: FROM, to: day('2024-01-23'), asOf: day('2024-01-23') };
    expect(counted(log, asked)).toMatchObject({
      summary: { deployments: 6 },
      perWeek: { rate: 2 },
    });
  });

  test('three in three days, and one of twenty days later that is not in it', () => {
    const to = day('2024-01-05');
    const { log } = told(
      [plus(FROM, 12 * HOUR), day('2024-01-03'), day('2024-01-04'), plus(to, 20 * DAY)],
      [],
    );
    const { summary, perWeek } = counted(log, { from: FROM, to, asOf: to });
    expect([summary.deployments, perWeek.rate / 7]).toEqual([3, 1]);
  });

  test('failed of deployed week by week: 1 of 2, none, 2 of 4, none', () => {
    const incidents = [
      ...[10, 28, 29].map((h) => plus(FROM, h * HOUR)),
      ...[72, 72, 3, 2].map(fourth),
    ];
    const { log, linked } = told(TIMES, incidents);
    const found = weeks.map((week) => {
      const { hits, of } = counted(log, week, linked).failRate;
      return [hits, of];
    });
    expect(found).toEqual([
      [1, 2],
      [0, 0],
      [2, 4],
      [0, 0],
    ]);
  });
});

/**
 * github.com/uktrade/four-key-metrics, tests/test_metrics_calculator.py at 0211adb: seconds from each commit to the deployment
 * that brought it. It answers with their mean, we with their median and 90th percentile.
 */
describe('UK Department for Business and Trade: lead time commit by commit', () => {
  const second = (s: number) => instant(day('2022-03-01') + s * 1_000);
  test.each([
    { deploys: [{ at: 1, commits: [] }], mean: null, leads: [] },
    { deploys: [{ at: 1, commits: [0] }], mean: 1, leads: [1] },
    { deploys: [{ at: 10, commits: [8, 8] }], mean: 2, leads: [2, 2] },
    {
      deploys: [
        { at: 10, commits: [8, 8] },
        { at: 20, commits: [9, 9] },
      ],
      mean: 6.5,
      leads: [2, 2, 11, 11],
    },
  ])('$deploys: $leads', ({ deploys, mean, leads }) => {
    const log = deploys.map(({ at, commits }, i) =>
      deployed(i + 1, second(at), {
        commits: commits.map((s, n) => ({ id: `${i}-${n}`, committedAt: second(s) })),
      }),
    );
    const { lead } = counted(log, { from: second(0), to: second(60), asOf: second(60) });
    expect(lead?.n ?? 0).toBe(leads.length);
    // Of each of their cases the lower half is one lead time and the upper half one: half of both is the mean.
    const middle = lead && (lead.p50Ms + lead.p90Ms) / 2_000;
    expect(middle).toBe(mean);
    expect(lead && lead.p50Ms / 1_000).toBe(leads[0] ?? null);
  });
});
