import type { Bucket } from '../../domain/verdict/counters.ts';
import type { NativeHistogram } from './api.ts';
import type { Growth } from './increase.ts';

/** How many were observed, and how many of them in each bucket, by its upper edge in the metric's unit. */
export interface Spread {
  readonly count: number;
  readonly byEdge: ReadonlyMap<number, number>;
}

/**
 * Edges at every fourth of a power of two, which are edges of every native histogram of schema 2 and
 * finer. Its own edges come and go with what it observes; what is compared over time needs ones that stay.
 */
const GRID: readonly number[] = Array.from({ length: 65 }, (_, i) => 2 ** ((i - 40) / 4));

/** What is less is one bucket: the one around zero grows over its neighbours, and that far nobody tells them apart. */
const LEAST = 2 ** -10;

/**
 * Its own buckets become finer and coarser, and the one around zero wider, while it counts on, as the client and
 * Prometheus keep their number small: at edges that all of schema 2 and finer have, none of that is seen.
 */
export function spreadOf({ count, buckets }: NativeHistogram): Spread {
  const byEdge = new Map<number, number>();
  for (const [, , upper, n] of buckets) {
    const edge = edgeOver(Number(upper));
    byEdge.set(edge, (byEdge.get(edge) ?? 0) + counted(n));
  }
  return { count: counted(count), byEdge };
}

/** The first edge at a fourth of a power of two that is not less. */
function edgeOver(upper: number): number {
  if (!(upper > LEAST)) return LEAST;
  return 2 ** (Math.ceil(4 * Math.log2(upper) - 1e-6) / 4);
}

/** @throws on a value no counter can have: evidence that cannot be is no evidence */
export function counted(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && Number.isFinite(value)))
    throw new Error(`Prometheus counts ${text.slice(0, 40)}`);
  return value;
}

export const SPREADS: Growth<Spread> = {
  none: { count: 0, byEdge: new Map() },
  plus: (a, b) => combined(a, b, (x, y) => x + y),
  minus: (later, earlier) => combined(later, earlier, (x, y) => Math.max(0, x - y)),
  beganAnew: (earlier, later) =>
    later.count < earlier.count ||
    [...earlier.byEdge].some(([edge, n]) => (later.byEdge.get(edge) ?? 0) < n),
};

function combined(a: Spread, b: Spread, by: (x: number, y: number) => number): Spread {
  const edges = new Set([...a.byEdge.keys(), ...b.byEdge.keys()]);
  const sum = (edge: number): number => by(a.byEdge.get(edge) ?? 0, b.byEdge.get(edge) ?? 0);
  return {
    count: by(a.count, b.count),
    byEdge: new Map([...edges].map((edge) => [edge, sum(edge)])),
  };
}

/** Cumulative buckets on the grid, edges in milliseconds. @param unitMs what one of the metric's unit is */
export function onGrid({ count, byEdge }: Spread, unitMs: number): readonly Bucket[] {
  const within = (edge: number): number =>
    [...byEdge].reduce((sum, [upper, n]) => (upper <= edge * (1 + 1e-9) ? sum + n : sum), 0);
  const finite = GRID.map(
    (seconds): Bucket => [
      Number((seconds * 1_000).toPrecision(12)),
      within((seconds * 1_000) / unitMs),
    ],
  );
  return [...finite, [null, count]];
}
