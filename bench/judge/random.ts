/** Random numbers that a seed repeats exactly. */
export interface Random {
  /** From 0 to below 1. */
  uniform(): number;
  /** How many of `n` happen when each does with chance `p`. */
  binomial(n: number, p: number): number;
  /** How many arrive when `mean` do on average. */
  arrivals(mean: number): number;
}

/** So many chances, each small, stand for a Poisson number of arrivals. */
const CHANCES = 100_000;
const SMALL = 10;

const logFactorials: number[] = [0];

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i += 1)
    logFactorials.push((logFactorials[i - 1] ?? 0) + Math.log(i));
  return logFactorials[n] ?? 0;
}

function outside(k: number, n: number): boolean {
  return k < 0 || k > n;
}

/** Doty-Humphrey's sfc32, warmed up. */
export function createRandom(seed: number): Random {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  function uniform(): number {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4_294_967_296;
  }
  for (let i = 0; i < 15; i += 1) uniform();

  function binomial(n: number, p: number): number {
    if (n <= 0 || p <= 0) return 0;
    if (p >= 1) return n;
    if (p > 0.5) return n - binomial(n, 1 - p);
    return n * p < SMALL ? byInversion(n, p) : byRejection(n, p);
  }

  function byInversion(n: number, p: number): number {
    const odds = p / (1 - p);
    let chance = (1 - p) ** n;
    let left = uniform();
    for (let k = 0; k < n; k += 1) {
      if (left < chance) return k;
      left -= chance;
      chance *= ((n - k) / (k + 1)) * odds;
    }
    return n;
  }

  /** BTRS (Hörmann, The generation of binomial random variates, 1993). */
  function byRejection(n: number, p: number): number {
    const spread = Math.sqrt(n * p * (1 - p));
    const wide = 1.15 + 2.53 * spread;
    const slope = -0.0873 + 0.0248 * wide + 0.01 * p;
    const quick = 0.92 - 4.2 / wide;
    const alpha = (2.83 + 5.1 / wide) * spread;
    const mode = Math.floor((n + 1) * p);
    const top = logFactorial(mode) + logFactorial(n - mode);
    for (;;) {
      const u = uniform() - 0.5;
      const v = uniform();
      const us = 0.5 - Math.abs(u);
      const k = Math.floor(((2 * slope) / us + wide) * u + n * p + 0.5);
      if (us >= 0.07 && v <= quick) return k;
      if (outside(k, n)) continue;
      const far = top - logFactorial(k) - logFactorial(n - k) + (k - mode) * Math.log(p / (1 - p));
      if (Math.log((v * alpha) / (slope / (us * us) + wide)) <= far) return k;
    }
  }

  return { uniform, binomial, arrivals: (mean) => binomial(CHANCES, mean / CHANCES) };
}
