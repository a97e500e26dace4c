/** How many tickets came, and of how much: milliseconds, or requests, the same on both sides. */
export interface Count {
  readonly n: number;
  readonly exposure: number;
}

/** A rise by less than this is none that anybody would act on. */
export const SMALL = 1.25;

/**
 * The chance that so many of all tickets came after, when their rate rose by no more than `small`: the exact test of two
 * Poisson rates. Given n + m tickets in all, those after are binomial with the share small·t / (small·t + s) of the
 * exposures, whatever the rate is; the upper tail of that (Przyborowski and Wilenski, Homogeneity of results in testing
 * samples from Poisson series, Biometrika 31, 1940, 313–323). 1 where nothing was exposed.
 */
export function chanceOfRise(before: Count, after: Count, small = SMALL): number {
  const total = before.n + after.n;
  const [weighted, other] = [small * after.exposure, before.exposure];
  if (weighted <= 0 || other <= 0) return 1;
  const share = weighted / (weighted + other);
  return upperTail(total, share, after.n);
}

/** P(Binomial(n, share) ≥ k), its terms by recurrence, from logarithms so that none is lost to zero. */
function upperTail(n: number, share: number, k: number): number {
  let logTerm = n * Math.log1p(-share);
  let below = 0;
  let above = 0;
  for (let j = 0; j <= n; j += 1) {
    if (j < k) below += Math.exp(logTerm);
    else above += Math.exp(logTerm);
    logTerm += Math.log((n - j) / (j + 1)) + Math.log(share / (1 - share));
  }
  // The smaller of the two has lost least to rounding.
  return Math.min(1, above < below ? above : 1 - below);
}
