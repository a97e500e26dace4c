import type { Instant } from '../kernel/time.ts';

/** One reading of a counter that only rises, until its process starts anew. */
export interface Reading {
  readonly at: Instant;
  readonly value: number;
}

/** Beyond this share of the usual gap from the first or last reading to the edge, nothing is assumed up to it. */
const NEAR = 1.1;

/**
 * By how much a counter rose within the window `(to - windowMs, to]`: as Prometheus' increase() has it
 * (extrapolatedRate in promql/functions.go), resets added, extrapolated towards both edges where the readings
 * come near them, never below zero at its beginning. Null with fewer than two readings: nothing is known.
 * `readings` are in order of time.
 */
export function increase(
  readings: readonly Reading[],
  windowMs: number,
  to: Instant,
): number | null {
  const from = to - windowMs;
  const own = readings.slice(firstAfter(readings, from), firstAfter(readings, to));
  const [first, last] = [own[0], own.at(-1)];
  if (!first || !last || own.length < 2) return null;
  const rise = riseOf(own);
  const sampled = last.at - first.at;
  const gap = sampled / (own.length - 1);
  const toEnd = towards(to - last.at, gap);
  const toStart = untilZero(towards(first.at - from, gap), { first: first.value, rise, sampled });
  return (rise * (sampled + toStart + toEnd)) / sampled;
}

/** The index of the first reading after this moment, by halving. */
function firstAfter(readings: readonly Reading[], moment: number): number {
  let [low, high] = [0, readings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((readings[middle]?.at ?? 0) > moment) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where a counter went down it began anew, and all that it shows since is new. */
function riseOf(own: readonly Reading[]): number {
  return own.reduce((sum, { value }, i) => {
    const before = own[i - 1]?.value ?? value;
    return sum + (value < before ? value : value - before);
  }, 0);
}

function towards(distance: number, gap: number): number {
  return distance < gap * NEAR ? distance : gap / 2;
}

function untilZero(
  distance: number,
  {
    first,
    rise,
    sampled,
  }: { readonly first: number; readonly rise: number; readonly sampled: number },
): number {
  if (rise <= 0 || first < 0) return distance;
  return Math.min(distance, sampled * (first / rise));
}
