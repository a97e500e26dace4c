import type { Interval } from '../domain/dora/interval.ts';
import type { Dora } from '../domain/dora/report.ts';
import type { Lengths } from '../domain/dora/summary.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Chart, Mark, Panel, Point } from '../ports/chart.ts';
import { brief, dateOf, dayOf, scaleUpTo, unitFor } from './chart-scale.ts';
import type { Part } from './view.ts';
import { visible } from './visible.ts';

/** One metric of a period or of a part of it; null where nothing was counted. */
type Value = { readonly at: number; readonly interval: Interval | null } | null;

interface Metric {
  readonly title: string;
  /** Null: lengths of time, in the unit that suits them. */
  readonly unit: string | null;
  /** Never more than that, or null. */
  readonly most: number | null;
  of(dora: Dora): Value;
}

const METRICS: readonly Metric[] = [
  { title: 'Lead time', unit: null, most: null, of: ({ lead }) => medianOf(lead) },
  {
    ...{ title: 'Deployments a week', unit: '', most: null },
    of: ({ perWeek: { rate, interval } }) => ({ at: rate, interval }),
  },
  { title: 'Recovery time', unit: null, most: null, of: ({ recovery }) => medianOf(recovery) },
  { title: 'Change fail rate', unit: '%', most: 100, of: ({ failRate }) => percentOf(failRate) },
  { title: 'Rework rate', unit: '%', most: 100, of: ({ reworkRate }) => percentOf(reworkRate) },
];

/**
 * How the five metrics went: a point with its interval for each part of the period, and the whole of it
 * as a band. Null where the period is too short to have parts, or nothing was deployed in it.
 */
export function doraChart(name: string, whole: Dora, parts: readonly Dora[]): Part | null {
  const [first] = parts;
  if (first === undefined || parts.length < 2 || whole.summary.deployments === 0) return null;
  const { from, to } = whole.period;
  const [each, all] = [first.period, whole.period].map((p) => sayDuration(p.to - p.from));
  const chart: Chart = {
    title: `DORA: ${visible(name)}`,
    subtitle: `${dateOf(from)} to ${dateOf(to)} (UTC). Times are medians.`,
    panels: METRICS.map((metric) => panelOf(metric, whole, parts)),
    key: [
      { sample: 'point', tone: 'main', says: `${each}, 95 % interval` },
      { sample: 'hollow', tone: 'main', says: 'too few for an interval' },
      { sample: 'band', tone: 'quiet', says: `${all}, 95 % interval` },
    ],
  };
  const courses = chart.panels.map(courseOf).join('; ');
  const alt = `Chart of DORA's metrics, ${visible(name)}, ${chart.subtitle} By ${each}: ${courses}.`;
  return { part: 'chart', chart, alt };
}

function panelOf(metric: Metric, whole: Dora, parts: readonly Dora[]): Panel {
  const all = metric.of(whole);
  const each = parts.map((dora) => ({ dora, value: metric.of(dora) }));
  const { unit, per } = unitOf(metric, [all, ...each.map(({ value }) => value)]);
  const points = each.flatMap(({ dora: { period }, value }): Point[] => {
    if (!value) return [];
    const x = (period.from + period.to) / 2;
    const { at, interval } = value;
    const low = interval && interval.low / per;
    const high = interval && interval.high / per;
    return [{ x, y: at / per, low, high }];
  });
  const highest = Math.max(0, ...points.map(({ y, high }) => high ?? y), topOf(all) / per);
  const { from, to } = whole.period;
  return {
    title: metric.title,
    unit,
    says: says(all, per, unit),
    x: {
      ...{ from, to },
      ticks: [from, (from + to) / 2, to].map((at) => ({ at, label: dayOf(at) })),
    },
    y: scaleUpTo(metric.most === null ? highest : Math.min(metric.most, highest)),
    marks: [...wholeMarks(all, per), { mark: 'points', tone: 'main', points }],
  };
}

function unitOf({ unit }: Metric, values: readonly Value[]) {
  if (unit !== null) return { unit, per: 1 };
  const { unit: word, ms: per } = unitFor(Math.max(0, ...values.map(topOf)));
  return { unit: word, per };
}

function wholeMarks(value: Value, per: number): readonly Mark[] {
  if (!value) return [];
  const { at, interval } = value;
  const level: Mark = { mark: 'level', tone: 'quiet', at: at / per, label: null };
  if (!interval) return [level];
  const { low, high } = interval;
  return [{ mark: 'band', tone: 'quiet', low: low / per, high: high / per }, level];
}

/** `41.2 (95 %: 26 to 72)`, in the unit of the panel. */
function says(value: Value, per: number, unit: string): string {
  if (!value) return 'none';
  const { at, interval } = value;
  const sign = unit === '%' ? ' %' : '';
  const said = `${brief(at / per)}${sign}`;
  if (!interval) return `${said}, too few for more`;
  return `${said} (${brief(interval.low / per)} to ${brief(interval.high / per)}${sign})`;
}

/** The points of a panel in words, for whoever does not see them. */
function courseOf({ title, unit, marks }: Panel): string {
  const named = unit === '' ? title : `${title} in ${unit}`;
  const points = marks.flatMap((mark) => (mark.mark === 'points' ? mark.points : []));
  return `${named} ${points.map(({ y }) => brief(y)).join(', ') || 'none'}`;
}

function medianOf(lengths: Lengths | null): Value {
  return lengths && { at: lengths.p50Ms, interval: lengths.interval };
}

function percentOf({ share, interval }: Dora['failRate']): Value {
  if (share === null) return null;
  const scaled = interval && { low: interval.low * 100, high: interval.high * 100 };
  return { at: share * 100, interval: scaled };
}

function topOf(value: Value): number {
  return value ? (value.interval?.high ?? value.at) : 0;
}
