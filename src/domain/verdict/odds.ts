/** Requests of one version in one tick, and how many of them were bad: failed, or slower than a boundary. */
export interface Tally {
  readonly n: number;
  readonly k: number;
}

/** The same kind of requests met both versions in the same tick. */
export interface Tick {
  readonly canary: Tally;
  readonly stable: Tally;
}

/** Terms below this share of the sum change nothing that a double can hold. */
const NEGLIGIBLE = 1e-17;

/**
 * The natural logarithm of the chance that, of all bad requests of a tick, so many fell to the canary
 * when its odds of a bad request are `ratio` times the stable version's: Fisher's noncentral
 * hypergeometric distribution, C(n_c,j) C(n_s,K-j) w^j over its sum (Fog, Calculation methods for
 * Fisher's noncentral hypergeometric distribution, 2008). Given the sum K nothing of the base rate, the
 * split of the traffic or the drift of that tick is left in it. Terms by recurrence outward from the
 * mode, so no factorial is ever formed.
 */
export function logChance({ canary, stable }: Tick, ratio: number): number {
  const bad = canary.k + stable.k;
  const least = Math.max(0, bad - stable.n);
  const most = Math.min(canary.n, bad);
  if (least === most) return 0;
  const up = (j: number): number =>
    ((canary.n - j) * (bad - j) * ratio) / ((j + 1) * (stable.n - bad + j + 1));
  const mode = Math.min(most, Math.max(least, modeOf(canary.n, stable.n, bad, ratio)));
  let sum = 1;
  for (let j = mode, term = 1; j < most && term > sum * NEGLIGIBLE; j += 1) {
    term *= up(j);
    sum += term;
  }
  for (let j = mode, term = 1; j > least && term > sum * NEGLIGIBLE; j -= 1) {
    term /= up(j - 1);
    sum += term;
  }
  let own = 0;
  for (let j = mode; j < canary.k; j += 1) own += Math.log(up(j));
  for (let j = mode; j > canary.k; j -= 1) own -= Math.log(up(j - 1));
  return own - Math.log(sum);
}

/** Where a term is no longer larger than the one before: the root of a quadratic, rounded up. */
function modeOf(canary: number, stable: number, bad: number, ratio: number): number {
  const a = ratio - 1;
  const b = ratio * (canary + bad) + stable - bad + 2;
  const c = ratio * canary * bad - (stable - bad + 1);
  return Math.ceil((2 * c) / (b + Math.sqrt(Math.max(0, b * b - 4 * a * c))));
}

export function plus(a: Tally, b: Tally): Tally {
  return { n: a.n + b.n, k: a.k + b.k };
}

/** The share of bad requests; 0 of none. */
export function shareOf({ n, k }: Tally): number {
  return n === 0 ? 0 : k / n;
}
