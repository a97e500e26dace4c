import type { Bucket } from '../../domain/verdict/counters.ts';
import type { NativeHistogram } from './api.ts';
import type { Growth } from './increase.ts';

/** One bucket as it was read: its edges in the metric's unit, and how many fell between them. */
interface Cell {
  readonly lower: number;
  readonly upper: number;
  readonly n: number;
}

/** How many were observed, and in which buckets; as one is read these are ascending and never overlap. */
export interface Spread {
  readonly count: number;
  readonly cells: readonly Cell[];
}

/**
 * Edges at every fourth of a power of two, which are edges of every native histogram of schema 2 and
 * finer. Its own edges come and go with what it observes; what is compared over time needs ones that stay.
 */
const GRID: readonly number[] = Array.from({ length: 65 }, (_, i) => 2 ** ((i - 40) / 4));

export function spreadOf({ count, buckets }: NativeHistogram): Spread {
  const cells = buckets.map(
    ([, lower, upper, n]): Cell => ({
      lower: Number(lower),
      upper: Number(upper),
      n: counted(n),
    }),
  );
  return { count: counted(count), cells: cells.toSorted((a, b) => a.upper - b.upper) };
}

/** @throws on a value no counter can have: evidence that cannot be is no evidence */
export function counted(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && Number.isFinite(value)))
    throw new Error(`Prometheus counts ${text.slice(0, 40)}`);
  return value;
}

/**
 * While it counts on, client and Prometheus keep its buckets few: two become one, or the one around zero takes in its
 * neighbours. So a bucket counts against all that lie within it by now, and it began anew where one fits into none or
 * holds more than what it became part of, which is how Prometheus itself tells (`DetectReset` of its FloatHistogram).
 */
export const SPREADS: Growth<Spread> = {
  none: { count: 0, cells: [] },
  plus: (a, b) => ({ count: a.count + b.count, cells: added(a.cells, b.cells) }),
  minus(later, earlier) {
    const { within } = nested(earlier.cells, later.cells);
    const cells = later.cells.map((cell, i) => ({
      ...cell,
      n: Math.max(0, cell.n - (within[i] ?? 0)),
    }));
    return { count: Math.max(0, later.count - earlier.count), cells };
  },
  beganAnew(earlier, later) {
    if (later.count < earlier.count) return true;
    const { within, isWhole } = nested(earlier.cells, later.cells);
    return !isWhole || later.cells.some(({ n }, i) => n < (within[i] ?? 0));
  },
};

/** Edges are computed, each resolution's in its own way. */
const NEAR = 1e-9;

/** How many of the earlier ones lie within each later bucket, and whether each of them lies within one. */
function nested(
  earlier: readonly Cell[],
  later: readonly Cell[],
): { readonly within: readonly number[]; readonly isWhole: boolean } {
  const within = later.map(() => 0);
  let isWhole = true;
  let i = 0;
  for (const { lower, upper, n } of earlier) {
    while ((later[i]?.upper ?? Number.POSITIVE_INFINITY) < upper - NEAR * Math.abs(upper)) i += 1;
    const around = later[i];
    if (around && around.lower <= lower + NEAR * Math.abs(lower)) within[i] = (within[i] ?? 0) + n;
    else if (n > 0) isWhole = false;
  }
  return { within, isWhole };
}

/** Those with the same upper edge as one: on the grid nothing else of them is told apart. */
function added(a: readonly Cell[], b: readonly Cell[]): readonly Cell[] {
  const byUpper = new Map(a.map((cell) => [cell.upper, cell]));
  for (const cell of b) {
    const { n, lower } = byUpper.get(cell.upper) ?? { n: 0, lower: cell.lower };
    byUpper.set(cell.upper, { ...cell, lower: Math.min(lower, cell.lower), n: n + cell.n });
  }
  return [...byUpper.values()];
}

/** Cumulative buckets on the grid, edges in milliseconds. @param unitMs what one of the metric's unit is */
export function onGrid({ count, cells }: Spread, unitMs: number): readonly Bucket[] {
  const within = (edge: number): number =>
    cells.reduce((sum, { upper, n }) => (upper <= edge * (1 + NEAR) ? sum + n : sum), 0);
  const finite = GRID.map(
    (seconds): Bucket => [
      Number((seconds * 1_000).toPrecision(12)),
      within((seconds * 1_000) / unitMs),
    ],
  );
  return [...finite, [null, count]];
}
