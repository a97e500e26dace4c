import { type Instant, instant } from '../kernel/time.ts';
import { type BurnWatch, begun, KEEP_MINUTES_MS } from './burn-watch.ts';

const MINUTE_MS = 60_000;
/** How much one look asks for at most, by how far it is behind: what is old need not be known to the minute. */
const PIECES: readonly (readonly [behindMs: number, pieceMs: number])[] = [
  [10 * MINUTE_MS, MINUTE_MS],
  [KEEP_MINUTES_MS + 60 * MINUTE_MS, 5 * MINUTE_MS],
  [Number.POSITIVE_INFINITY, 60 * MINUTE_MS],
];

/**
 * Of what span the next look asks a source that remembers: from where the one before ended up to `to`, in pieces
 * where that is long ago. Null at the first look, which counts nothing.
 */
export function nextSpan(
  last: BurnWatch | null,
  series: string | undefined,
  to: Instant,
): { readonly from: Instant; readonly to: Instant } | null {
  const from = begun(last, series)?.readAt ?? null;
  if (from === null || from >= to) return null;
  const [, piece = MINUTE_MS] = PIECES.find(([behind]) => to - from <= behind) ?? [];
  return { from, to: instant(Math.min(to, from + piece)) };
}
