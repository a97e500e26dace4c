/** How sure (0.98) and how large (0.4 of Cliff's delta) a difference of gauges must be to count. */
export interface GaugeLimits {
  readonly confidence: number;
  readonly effect: number;
}

export interface GaugeFinding {
  readonly verdict: 'higher' | 'no difference' | 'not enough data';
  /** One-sided: the chance of ranks as high as these when nothing differs. */
  readonly p: number | null;
  /** Cliff's delta, -1 to 1: how much more often the canary's reading is the higher one than the lower. */
  readonly effect: number | null;
}

/** Below this many readings a side the normal approximation is no good. */
const LEAST = 8;

/**
 * Whether the canary's gauge (CPU, memory, queue depth) reads higher than the stable version's. For one
 * look at a horizon fixed beforehand: looked at again and again it finds something in the end. Both p
 * and effect come from ranks alone, so bytes or mebibytes, Celsius or Fahrenheit, the answer is the same.
 */
export function compareGauges(
  canary: readonly number[],
  stable: readonly number[],
  { confidence, effect: least }: GaugeLimits,
): GaugeFinding {
  if (canary.length < LEAST || stable.length < LEAST)
    return { verdict: 'not enough data', p: null, effect: null };
  const { p, effect } = mannWhitney(canary, stable);
  const isHigher = p < (1 - confidence) / 2 && effect > least;
  return { verdict: isHigher ? 'higher' : 'no difference', p, effect };
}

/**
 * The Mann-Whitney test (1947) that `a` tends to be larger than `b`: normal approximation with
 * correction for ties and for continuity. Infinite or missing readings are the caller's to leave out.
 */
export function mannWhitney(
  a: readonly number[],
  b: readonly number[],
): { readonly p: number; readonly effect: number } {
  const all = [...a, ...b].toSorted((x, y) => x - y);
  const { rankOf, tied } = ranks(all);
  const pairs = a.length * b.length;
  const n = all.length;
  const sum = a.reduce((total, x) => total + (rankOf.get(x) ?? 0), 0);
  const u = sum - (a.length * (a.length + 1)) / 2;
  const variance = (pairs / 12) * (n + 1 - tied / (n * (n - 1)));
  const effect = (2 * u) / pairs - 1;
  if (variance <= 0) return { p: 1, effect };
  return { p: upperTail((u - pairs / 2 - 0.5) / Math.sqrt(variance)), effect };
}

/** The mean rank of each value, and the sum of t^3 - t over groups of t equal ones. */
function ranks(sorted: readonly number[]) {
  const rankOf = new Map<number, number>();
  let tied = 0;
  for (let from = 0; from < sorted.length; ) {
    const value = sorted[from] as number;
    let to = from;
    while (sorted[to] === value) to += 1;
    const t = to - from;
    rankOf.set(value, (from + 1 + to) / 2);
    tied += t ** 3 - t;
    from = to;
  }
  return { rankOf, tied };
}

/** P(Z > z) of a standard normal: Abramowitz and Stegun 26.2.17, off by less than 7.5e-8. */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
