/** Upper edge of a latency bucket in milliseconds (null: no upper edge) and its cumulative count. */
export type Bucket = readonly [leMs: number | null, count: number];

/**
 * What one version has served since its counters began: totals that only rise, as Prometheus counters
 * do. `buckets` are cumulative in `leMs`, ascending.
 */
export interface Counters {
  readonly requests: number;
  readonly errors: number;
  readonly buckets: readonly Bucket[];
}

export const NO_TRAFFIC: Counters = { requests: 0, errors: 0, buckets: [] };

/**
 * What happened between two readings. When a counter went down its process was restarted, so the later
 * reading alone is the difference (as Prometheus' increase() does).
 */
export function between(earlier: Counters, later: Counters): Counters {
  if (later.requests < earlier.requests) return later;
  const before = new Map(earlier.buckets);
  return {
    requests: later.requests - earlier.requests,
    errors: Math.max(0, later.errors - earlier.errors),
    buckets: later.buckets.map(([le, count]) => [le, Math.max(0, count - (before.get(le) ?? 0))]),
  };
}

/** Two spells of traffic as one. Where their buckets differ, the edges of the later one count. */
export function together(earlier: Counters, later: Counters): Counters {
  return {
    requests: earlier.requests + later.requests,
    errors: earlier.errors + later.errors,
    buckets:
      later.buckets.length === 0
        ? earlier.buckets
        : later.buckets.map(([le, count], i) => [le, count + countAt(earlier, le, i)]),
  };
}

/** The count at an edge, which is nearly always where the other histogram has it. */
function countAt({ buckets }: Counters, le: number | null, i: number): number {
  const here = buckets[i];
  const found = here?.[0] === le ? here : buckets.find(([edge]) => edge === le);
  return found?.[1] ?? 0;
}

export function errorRate(counters: Counters): number {
  return counters.requests === 0 ? 0 : counters.errors / counters.requests;
}

/**
 * A latency quantile in milliseconds by linear interpolation within its bucket, the estimate of
 * Prometheus' histogram_quantile(); the last finite edge when it falls in the open bucket, null when
 * nothing was measured.
 */
export function quantileMs(counters: Counters, q: number): number | null {
  const total = counters.buckets.at(-1)?.[1] ?? 0;
  if (total === 0) return null;
  const rank = q * total;
  const index = counters.buckets.findIndex(([, count]) => count >= rank);
  const [le, count] = counters.buckets[index] ?? [null, total];
  const [edge, below] = counters.buckets[index - 1] ?? [0, 0];
  const floor = edge ?? 0;
  if (le === null) return floor;
  return count === below ? le : floor + ((le - floor) * (rank - below)) / (count - below);
}
