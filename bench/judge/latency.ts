import type { Bucket } from '../../src/domain/verdict/counters.ts';
import { upperTail } from '../../src/domain/verdict/gauge-rule.ts';
import type { Random } from './random.ts';

/** Edges as a native histogram of scale 3 has them, each 9 % above the one before: 20 ms to 20 s. */
const EDGES_MS = Array.from({ length: 81 }, (_, i) => 20 * 2 ** (i / 8));
const MEDIAN_MS = 100;

/** The share of requests that take at most so many milliseconds. */
export type Latency = (ms: number) => number;

export function lognormal(sigma: number): Latency {
  return (ms) => (ms <= 0 ? 0 : upperTail(-Math.log(ms / MEDIAN_MS) / sigma));
}

/** A tenth of the requests as Pareto with this exponent, the others as before. */
export function withPareto(most: Latency, alpha: number): Latency {
  return (ms) => 0.9 * most(ms) + 0.1 * (ms <= MEDIAN_MS ? 0 : 1 - (MEDIAN_MS / ms) ** alpha);
}

/** All take `factor` times as long. */
export function stretched(usual: Latency, factor: number): Latency {
  return factor === 1 ? usual : (ms) => usual(ms / factor);
}

/** A share of them takes `by` milliseconds more. */
export function delayed(usual: Latency, share: number, by: readonly number[]): Latency {
  if (share === 0) return usual;
  return (ms) =>
    (1 - share) * usual(ms) + (share / by.length) * by.reduce((sum, d) => sum + usual(ms - d), 0);
}

/** For each bucket the chance to fall in it when not in an earlier one; what random draws need. */
export type Draw = readonly number[];

export function drawOf(latency: Latency): Draw {
  let below = 0;
  return EDGES_MS.map((ms) => {
    const at = latency(ms);
    const chance = below >= 1 ? 1 : Math.min(1, Math.max(0, (at - below) / (1 - below)));
    below = at;
    return chance < 1e-12 ? 0 : chance;
  });
}

/** The histogram of `n` requests. */
export function histogram(random: Random, n: number, draw: Draw): readonly Bucket[] {
  let left = n;
  const buckets = draw.map((chance, i): Bucket => {
    if (left > 0) left -= random.binomial(left, chance);
    return [EDGES_MS[i] ?? 0, n - left];
  });
  return [...buckets, [null, n]];
}
