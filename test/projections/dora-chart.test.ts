import { describe, expect, test } from 'vitest';
import { withCourse } from '../../src/commands/dora-report.ts';
import type { Period } from '../../src/domain/dora/delivery.ts';
import { partsOf } from '../../src/domain/dora/period-parts.ts';
import { type Dora, doraOf } from '../../src/domain/dora/report.ts';
import { lengthsOf, type Summary } from '../../src/domain/dora/summary.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { doraView } from '../../src/projections/dora.ts';
import { doraChart } from '../../src/projections/dora-chart.ts';
import { createMemory } from '../fakes/in-memory.ts';

const HOUR = 3_600_000;
const to = instant(Date.UTC(2026, 11, 1));
const period: Period = { from: instant(to - 90 * 24 * HOUR), to, asOf: to };

function summary(change: Partial<Summary> = {}): Summary {
  return {
    ...{
      deployments: 10,
      failed: 1,
      open: 0,
      rework: 1,
      aborted: 0,
      unlinkedFixes: 0,
      unremedied: [],
    },
    ...{ skewed: 0, withoutTimes: 0, fromDetection: null },
    lead: lengthsOf([5, 6, 7, 8, 9, 10].map((h) => h * HOUR)),
    recovery: lengthsOf([2 * HOUR]),
    ...change,
  };
}

function drawn(each: (part: Period, n: number) => Summary, whole = summary()) {
  const parts = partsOf(period).map((part, n): Dora => doraOf(each(part, n), part));
  const part = doraChart('shop in production', doraOf(whole, period), parts);
  if (part?.part !== 'chart') throw new Error('there is no chart');
  const panel = (title: string) => {
    const found = part.chart.panels.find((one) => one.title === title);
    if (!found) throw new Error(`no panel ${title}`);
    const points = found.marks.flatMap((mark) => (mark.mark === 'points' ? mark.points : []));
    return { ...found, points, bands: found.marks.filter(({ mark }) => mark === 'band') };
  };
  return { ...part, panel };
}

describe('the chart of DORA', () => {
  test.each([
    { deployments: 20_000, isDrawn: true },
    { deployments: 20_001, isDrawn: false },
  ])('of $deployments deployments it is there, or the answer says why not', async (one) => {
    const whole = doraOf(summary({ deployments: one.deployments }), period);
    const target = { service: 'shop', environment: 'production' };
    const { records: none } = createMemory(
      () => to,
      () => {},
    );
    const records = { ...none, incidents: async () => [], dora: async () => summary() };
    const report = { target, dora: whole, unlinked: [], unremedied: [] };
    const { parts } = doraView(await withCourse({ records }, report));
    expect(parts.some(({ part }) => part === 'chart')).toBe(one.isDrawn);
    const words = JSON.stringify(parts);
    expect(words.includes('No chart: more than 20000 deployments')).toBe(!one.isDrawn);
  });

  test('has a panel with its unit and the number of the whole period for each metric', () => {
    const { chart } = drawn(() => summary());
    expect(chart.panels.map(({ title, unit, says }) => [title, unit, says])).toEqual([
      ['Lead time', 'hours', '7 (5 to 10)'],
      ['Deployments a week', '', '0.78 (0.37 to 1.4)'],
      ['Recovery time', 'minutes', '120, too few for more'],
      ['Change fail rate', '%', '10 % (1.8 to 40.4 %)'],
      ['Rework rate', '%', '10 % (1.8 to 40.4 %)'],
    ]);
  });

  test('has a point with its interval in the middle of each part, inside its axes', () => {
    const { panel } = drawn(() => summary());
    for (const title of ['Lead time', 'Deployments a week', 'Change fail rate']) {
      const { points, x, y, bands } = panel(title);
      expect(points).toHaveLength(6);
      expect(bands).toHaveLength(1);
      for (const point of points) {
        expect(point.low).toBeLessThanOrEqual(point.y);
        expect(point.high).toBeGreaterThanOrEqual(point.y);
        expect(point.high).toBeLessThanOrEqual(y.to);
        expect(point.x).toBeGreaterThan(x.from);
        expect(point.x).toBeLessThan(x.to);
      }
    }
  });

  test('where nothing was counted there is no point, and below six no interval', () => {
    const few = { lead: lengthsOf([3 * HOUR]), recovery: null };
    const { panel, alt } = drawn((_, n) => summary(n === 2 ? { ...few, lead: null } : few));
    expect(panel('Lead time').points).toHaveLength(5);
    expect(panel('Lead time').points.every(({ low, high }) => low === null && high === null)).toBe(
      true,
    );
    expect(panel('Recovery time').points).toEqual([]);
    expect(alt).toContain('Recovery time in minutes none');
  });

  test('a ratio never has an axis beyond 100 %', () => {
    const { panel } = drawn(() => summary({ deployments: 1, failed: 1 }));
    expect(panel('Change fail rate').y).toEqual({ to: 100, step: 25 });
  });

  test('says in words what it shows', () => {
    const { alt } = drawn(() => summary());
    expect(alt).toMatch(/^Chart of DORA's metrics, shop in production, 2 Sept? 2026 to 1 Dec 2026/);
    expect(alt).toContain('By 15 days: Lead time in hours 7, 7, 7, 7, 7, 7; Deployments a week');
    expect(alt.length).toBeLessThan(2_000);
  });

  test('a period in which nothing was deployed has none', () => {
    const whole = doraOf(summary({ deployments: 0, failed: 0, rework: 0 }), period);
    const parts = partsOf(period).map((part) => doraOf(summary(), part));
    expect(doraChart('shop', whole, parts)).toBeNull();
  });

  test('a period without parts has none', () => {
    expect(doraChart('shop', doraOf(summary(), period), [])).toBeNull();
  });
});
