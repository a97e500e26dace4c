/** 97.5 % quantile of the standard normal: intervals here are of 95 %. */
const Z = 1.959964;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval of a ratio, as shares of one; null where nothing was counted.
 * E. B. Wilson, JASA 22 (1927), 209–212.
 */
export function wilson(hits: number, of: number): Interval | null {
  if (of === 0) return null;
  const share = hits / of;
  const z2 = Z * Z;
  const centre = (share + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/**
 * Byar's approximation to the exact interval of a Poisson count. Breslow and Day, Statistical Methods
 * in Cancer Research II (1987), 69.
 */
export function byar(count: number): Interval {
  const more = count + 1;
  const low = count === 0 ? 0 : count * (1 - 1 / (9 * count) - Z / (3 * Math.sqrt(count))) ** 3;
  const high = more * (1 - 1 / (9 * more) + Z / (3 * Math.sqrt(more))) ** 3;
  return { low: Math.max(0, low), high };
}

/** Ranks (from 1) of a sorted sample of `n`: its median, its 90th percentile, and an interval of the median. */
export interface Ranks {
  readonly p50: number;
  readonly p90: number;
  /** Null below six values: their smallest and largest together do not reach 95 %. */
  readonly interval: Interval | null;
}

/**
 * The nearest-rank percentiles, and the order statistics between which the median lies with at least
 * 95 %, whatever the distribution (binomial with one half; normal approximation above 1,000 values).
 * H. A. David and H. N. Nagaraja, Order Statistics (2003), 7.1. Null where there is nothing.
 */
export function ranksOf(n: number): Ranks | null {
  if (n === 0) return null;
  const low = n <= 1_000 ? exactLow(n) : Math.floor((n - Z * Math.sqrt(n)) / 2);
  const interval = low < 1 ? null : { low, high: n + 1 - low };
  return { p50: Math.ceil(n / 2), p90: Math.ceil(0.9 * n), interval };
}

/** The largest r with P(Binomial(n, 1/2) < r) ≤ 2.5 %; 0 when even r = 1 is too many. */
function exactLow(n: number): number {
  let logTerm = -n * Math.LN2;
  let below = 0;
  for (let r = 0; r < n; r += 1) {
    below += Math.exp(logTerm);
    if (below > 0.025) return r;
    logTerm += Math.log((n - r) / (r + 1));
  }
  return 0;
}
