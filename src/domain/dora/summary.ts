import { type Interval, ranksOf } from './interval.ts';

/** Lengths of time, described by ranks of the sorted sample; milliseconds. */
export interface Lengths {
  readonly n: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  /** Of the median, 95 %; null where there are too few. */
  readonly interval: Interval | null;
}

/** What was counted in a period by the definitions `dora-1`. */
export interface Summary {
  /** Those that reached all of the traffic, rollbacks and fixes included. */
  readonly deployments: number;
  readonly failed: number;
  /** Failed, and nothing has closed it. */
  readonly open: number;
  readonly rework: number;
  /** Met people and was taken back before it had all of the traffic: shown apart, counted nowhere else. */
  readonly aborted: number;
  /** Fixes whose incident was not linked to any deployment. */
  readonly unlinkedFixes: number;
  /** Ids of those that an incident was linked to as its cause, and that nothing remedied: not failed by the definitions. */
  readonly unremedied: readonly string[];
  readonly lead: Lengths | null;
  /** Commits that are younger than their deployment, by a clock that is wrong: left out. */
  readonly skewed: number;
  /** Deployments whose commits have no times: left out of the lead time. */
  readonly withoutTimes: number;
  /** From when the failed deployment was in use to when what closed it was. */
  readonly recovery: Lengths | null;
  /** The same from when somebody or something asked for what closed it. */
  readonly fromDetection: Lengths | null;
}

/** Describes a sample of lengths, in any order. */
export function lengthsOf(sample: readonly number[]): Lengths | null {
  const sorted = sample.toSorted((a, b) => a - b);
  return pickLengths(sorted.length, (rank) => sorted[rank - 1] ?? 0);
}

/** The same, told only how many there are and which value has which rank (from 1). */
export function pickLengths(n: number, at: (rank: number) => number): Lengths | null {
  const ranks = ranksOf(n);
  if (ranks === null) return null;
  const { p50, p90, interval } = ranks;
  return {
    n,
    p50Ms: at(p50),
    p90Ms: at(p90),
    interval: interval && { low: at(interval.low), high: at(interval.high) },
  };
}
