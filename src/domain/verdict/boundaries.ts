import type { Counters } from './counters.ts';
import type { Tally } from './odds.ts';

/** The edges, in milliseconds, that half, a tenth and a hundredth of the stable version's requests exceed at most. */
export interface Boundaries {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/**
 * The smallest edges at or above the quantiles of what the stable version served before; the last one
 * where a quantile lies beyond all edges. null when there is no histogram. Chosen from the past alone,
 * they cannot bend the comparison that follows.
 */
export function boundariesOf(past: Counters): Boundaries | null {
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((q) => edgeAt(past, q));
  return p50 == null || p90 == null || p99 == null ? null : { p50, p90, p99 };
}

function edgeAt({ buckets }: Counters, q: number): number | null {
  const total = buckets.at(-1)?.[1] ?? 0;
  if (total === 0) return null;
  const finite = buckets.flatMap(([le, count]) => (le === null ? [] : [{ le, count }]));
  return (finite.find(({ count }) => count >= q * total) ?? finite.at(-1))?.le ?? null;
}

/**
 * How many requests took longer than `ms` times `tolerance`, counted at the first edge that is not
 * below it; with no such edge at the last one.
 */
export function slowerThan({ buckets }: Counters, ms: number, tolerance = 1): Tally {
  const n = Math.round(buckets.at(-1)?.[1] ?? 0);
  // An edge of 110 is 100 × 1.1, whatever a double makes of it.
  const least = ms * tolerance * (1 - 1e-9);
  const at =
    buckets.find(([le]) => le !== null && le >= least) ?? buckets.findLast(([le]) => le !== null);
  const within = Math.round(at?.[1] ?? n);
  return { n, k: Math.max(0, n - within) };
}

export function failed({ requests, errors }: Counters): Tally {
  const n = Math.round(requests);
  return { n, k: Math.min(n, Math.round(errors)) };
}
