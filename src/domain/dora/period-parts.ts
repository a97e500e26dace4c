import { instant } from '../kernel/time.ts';
import type { Period } from './delivery.ts';

const DAY_MS = 86_400_000;
const MOST = 6;
/** Parts of whole days read best, and six are enough to see a course. */
const COUNTS = [6, 7, 5, 4, 3, 2];

/**
 * A period in equal parts for a chart, as known at the same moment; those that begin after that moment
 * are left out, for nothing can be known of them. Empty where it is too short to have a course.
 */
export function partsOf({ from, to, asOf }: Period): readonly Period[] {
  const days = (to - from) / DAY_MS;
  if (days < 2) return [];
  const count = COUNTS.find((n) => Number.isInteger(days / n)) ?? Math.min(MOST, Math.floor(days));
  const edge = (n: number) => instant(Math.round(from + ((to - from) * n) / count));
  return Array.from({ length: count }, (_, n) => ({ from: edge(n), to: edge(n + 1), asOf })).filter(
    (part) => part.from < asOf,
  );
}
