import type { Period } from './delivery.ts';
import { DORA_VERSION } from './dora-1.ts';
import { byar, type Interval, wilson } from './interval.ts';
import type { Lengths, Summary } from './summary.ts';

const WEEK_MS = 7 * 86_400_000;

/** A ratio with what it was counted from; null intervals where nothing was counted. */
export interface Ratio {
  readonly hits: number;
  readonly of: number;
  readonly share: number | null;
  readonly interval: Interval | null;
}

/** DORA's five metrics of one service in one environment, with intervals of 95 %. */
export interface Dora {
  readonly version: typeof DORA_VERSION;
  readonly period: Period;
  readonly summary: Summary;
  readonly perWeek: { readonly rate: number; readonly interval: Interval };
  readonly lead: Lengths | null;
  readonly recovery: Lengths | null;
  readonly failRate: Ratio;
  readonly reworkRate: Ratio;
}

/** The metrics from what was counted; the length of the period counts up to `asOf`. */
export function doraOf(summary: Summary, period: Period): Dora {
  const weeks = Math.max(1, Math.min(period.to, period.asOf) - period.from) / WEEK_MS;
  const { deployments, failed, rework, lead, recovery } = summary;
  const { low, high } = byar(deployments);
  return {
    version: DORA_VERSION,
    period,
    summary,
    perWeek: { rate: deployments / weeks, interval: { low: low / weeks, high: high / weeks } },
    lead,
    recovery,
    failRate: ratio(failed, deployments),
    reworkRate: ratio(rework, deployments),
  };
}

function ratio(hits: number, of: number): Ratio {
  return { hits, of, share: of === 0 ? null : hits / of, interval: wilson(hits, of) };
}
