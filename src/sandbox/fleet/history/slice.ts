import type { Ending } from '../proxy/start-proxy.ts';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;

/**
 * What one version served: requests, errors (5xx), orders, and then how many took longer than one edge and no
 * longer than the next; the one behind the last edge are beyond it. Noughts at the end are left out.
 */
export type Tally = readonly number[];

/** What was served in a second, or in a minute that is long past. Milliseconds since the epoch. */
export interface Slice {
  readonly from: number;
  readonly forMs: number;
  /** How much of it somebody was there to measure. */
  readonly measuredMs: number;
  /** By service, environment and version, with a blank between them. */
  readonly served: Readonly<Record<string, Tally>>;
}

const BEFORE_TIMES = 3;

export function endOf({ from, forMs }: Slice): number {
  return from + forMs;
}

/** Adds one request to a tally that is still being counted. Edges in milliseconds, rising. */
export function count(tally: number[], edgesMs: readonly number[], ending: Ending): void {
  const { status, seconds, ordered } = ending;
  const within = edgesMs.findIndex((edge) => seconds * 1_000 <= edge);
  const at = BEFORE_TIMES + (within === -1 ? edgesMs.length : within);
  while (tally.length <= at) tally.push(0);
  tally[0] = (tally[0] ?? 0) + 1;
  tally[1] = (tally[1] ?? 0) + (status >= 500 ? 1 : 0);
  tally[2] = (tally[2] ?? 0) + (ordered ? 1 : 0);
  tally[at] = (tally[at] ?? 0) + 1;
}

/** Both together, of the second only so large a part. */
export function plusPart(sum: Tally, more: Tally, part: number): Tally {
  const length = Math.max(sum.length, more.length);
  return Array.from({ length }, (_, i) => (sum[i] ?? 0) + (more[i] ?? 0) * part);
}

/** A minute of which these are the seconds that were measured. */
export function minuteOf(from: number, seconds: readonly Slice[]): Slice {
  const served: Record<string, Tally> = {};
  for (const one of seconds)
    for (const [name, tally] of Object.entries(one.served))
      served[name] = plusPart(served[name] ?? [], tally, 1);
  const measuredMs = seconds.reduce((sum, one) => sum + one.measuredMs, 0);
  return { from, forMs: MINUTE_MS, measuredMs, served };
}
