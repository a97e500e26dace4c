import { type Interval, wilson } from '../dora/interval.ts';
import { isWait, type Stage } from './stage.ts';

/** Lengths of time, by nearest rank; milliseconds. */
export interface Took {
  readonly n: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly longestMs: number;
  readonly togetherMs: number;
}

/** What was counted of one stage by the definitions `stages-1`. */
export interface StageSummary {
  readonly stage: Stage;
  /** Null of a wait. */
  readonly strategy: string | null;
  readonly runs: number;
  readonly done: number;
  readonly failed: number;
  readonly left: number;
  readonly retried: number;
  /** Null where nothing was done. */
  readonly took: Took | null;
}

export function tookOf(lengths: readonly number[]): Took | null {
  const sorted = lengths.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  if (sorted.length === 0) return null;
  return {
    n: sorted.length,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    longestMs: at(1),
    togetherMs: sorted.reduce((sum, ms) => sum + ms, 0),
  };
}

/** Below so many runs that say anything there is no rate: none failed of nine still may mean one in three. */
export const FEWEST = 10;
/** Below so many, the 95th percentile is the longest of them. */
export const FEWEST_FOR_P95 = 20;

/** How often a step failed, of those that say anything; an interval of 95 %. */
export interface FailRate {
  readonly failed: number;
  readonly of: number;
  /** Null where there are too few for a rate. */
  readonly rate: { readonly share: number; readonly interval: Interval } | null;
}

export function failRateOf({ done, failed }: Pick<StageSummary, 'done' | 'failed'>): FailRate {
  const of = done + failed;
  const interval = of < FEWEST ? null : wilson(failed, of);
  return { failed, of, rate: interval && { share: failed / of, interval } };
}

/** The step that takes longest as a rule; null where none was done. */
export function slowestStep(all: readonly StageSummary[]): StageSummary | null {
  return most(
    all.filter(({ stage }) => !isWait(stage)),
    ({ took }) => took?.p50Ms ?? 0,
  );
}

/** The step whose failures are most surely many: by the lower end of its interval, then by their number. */
export function worstStep(all: readonly StageSummary[]): StageSummary | null {
  const failed = all.filter((one) => !isWait(one.stage) && one.failed > 0);
  return most(failed, (one) => {
    const interval = wilson(one.failed, one.done + one.failed);
    return (interval?.low ?? 0) + one.failed / 1e9;
  });
}

/** What was waited for longest, all of it together. */
export function longestWait(all: readonly StageSummary[]): StageSummary | null {
  return most(
    all.filter(({ stage }) => isWait(stage)),
    ({ took }) => took?.togetherMs ?? 0,
  );
}

function most(
  all: readonly StageSummary[],
  weight: (one: StageSummary) => number,
): StageSummary | null {
  return all.reduce<StageSummary | null>(
    (best, one) => (weight(one) > (best ? weight(best) : 0) ? one : best),
    null,
  );
}
