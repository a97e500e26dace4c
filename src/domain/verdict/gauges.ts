import type { Criteria } from './criteria.ts';
import { compareGauges, type GaugeFinding } from './gauge-rule.ts';
import type { MetricVerdict, Verdict } from './verdict.ts';

/** What a gauge read while both versions served: every reading, as it was. */
export interface Readings {
  readonly canary: readonly number[];
  readonly stable: readonly number[];
}
/** By the gauge's name. */
export type GaugeReadings = Readonly<Record<string, Readings>>;

interface Versions {
  readonly canary: string;
  readonly stable: string;
}

/** Whether each gauge that the criteria name was read often enough to be compared. */
export function areRead(readings: GaugeReadings, { gauges = {} }: Criteria): boolean {
  return Object.entries(gauges).every(([name, limits]) => {
    const { canary, stable } = readings[name] ?? NONE;
    return compareGauges(canary, stable, limits).verdict !== 'not enough data';
  });
}

/**
 * A verdict on requests with what gauges say. They are compared once, when the time of the judge is over: until
 * then (`readings` null) nothing passes. One that reads higher fails it; one that was not read never passes.
 */
export function withGauges(
  verdict: Verdict,
  readings: GaugeReadings | null,
  { gauges = {} }: Criteria,
  told: Versions,
): Verdict {
  const names = Object.keys(gauges);
  if (names.length === 0 || verdict.verdict === 'fail') return verdict;
  if (readings === null) {
    if (verdict.verdict !== 'pass') return verdict;
    const why = `${verdict.why}; ${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} compared when its time is over`;
    return { ...verdict, verdict: 'not enough data', ground: 'undecided', why };
  }
  const all = Object.entries(gauges).map(([name, limits]) => {
    const own = readings[name] ?? NONE;
    return { name, own, finding: compareGauges(own.canary, own.stable, limits) };
  });
  const metrics = [...verdict.metrics, ...all.map(lineOf)];
  const why = (those: typeof all): string =>
    those.map(({ name, own, finding }) => sentence(name, own, finding, told)).join('; ');
  const higher = all.filter(({ finding }) => finding.verdict === 'higher');
  if (higher.length > 0)
    return { ...verdict, verdict: 'fail', ground: 'worse', why: why(higher), metrics };
  const unread = all.filter(({ finding }) => finding.verdict === 'not enough data');
  if (unread.length > 0)
    return { ...verdict, verdict: 'not enough data', ground: 'thin', why: why(unread), metrics };
  return { ...verdict, why: `${verdict.why}; ${why(all)}`, metrics };
}

const NONE: Readings = { canary: [], stable: [] };

function lineOf({
  name,
  own,
  finding,
}: {
  readonly name: string;
  readonly own: Readings;
  readonly finding: GaugeFinding;
}): MetricVerdict {
  const isKnown = finding.verdict !== 'not enough data';
  return {
    metric: name,
    canary: said(own.canary),
    baseline: said(own.stable),
    limit: 'by rank',
    ok: isKnown ? finding.verdict === 'no difference' : null,
    ...(isKnown ? { result: finding.verdict } : {}),
  };
}

/** One gauge in plain words. */
function sentence(
  name: string,
  { canary, stable }: Readings,
  { verdict, p, effect }: GaugeFinding,
  told: Versions,
): string {
  switch (verdict) {
    case 'not enough data': {
      const thin = Math.min(canary.length, stable.length);
      const whose = canary.length <= stable.length ? told.canary : told.stable;
      return `${name} of ${whose} was read ${thin} ${thin === 1 ? 'time' : 'times'}, too few to compare`;
    }
    case 'higher':
      return `${name} is higher: ${said(canary)} against ${said(stable)} in the middle (${Math.round(100 * wins(effect))} % of its readings are the higher ones, by chance in ${chance(p)})`;
    case 'no difference':
      return `${name} ${said(canary)} against ${said(stable)}: not higher`;
  }
}

/** Of Cliff's delta: how often the canary's reading is the higher one, ties shared. */
function wins(effect: number | null): number {
  return ((effect ?? 0) + 1) / 2;
}

function chance(p: number | null): string {
  const one = p === null || p <= 0 ? Number.POSITIVE_INFINITY : Math.round(1 / p);
  return one > 1_000_000 ? 'less than one of a million' : `one of ${one.toLocaleString('en')}`;
}

/** The reading in the middle, with as many digits as mean something. */
function said(readings: readonly number[]): string {
  const sorted = readings.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) return 'not read';
  return Number(middle.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
}
