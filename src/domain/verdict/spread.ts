import { plus, shareOf, type Tally } from './odds.ts';

/** How much more the stable version's share of bad requests moves from tick to tick than chance alone moves it. */
export interface Spread {
  readonly sum: number;
  readonly pairs: number;
  readonly seen: Tally;
  readonly last: Tally | null;
}

export const NO_SPREAD: Spread = { sum: 0, pairs: 0, seen: { n: 0, k: 0 }, last: null };

/** A further tick of the stable version; one without requests says nothing. */
export function widen(spread: Spread, tick: Tally): Spread {
  if (tick.n === 0) return spread;
  const { last } = spread;
  const seen = plus(spread.seen, tick);
  if (!last) return { ...spread, seen, last: tick };
  const moved = (shareOf(tick) - shareOf(last)) ** 2 / (1 / tick.n + 1 / last.n);
  return { sum: spread.sum + moved, pairs: spread.pairs + 1, seen, last: tick };
}

/** So many pairs that move as chance does are taken for seen, or the first few ticks would decide. */
const TAKEN_FOR_SEEN = 10;

/**
 * The factor phi >= 1 by which evidence is divided: the mean of (r_i - r_{i-1})^2 over
 * p(1-p)(1/n_i + 1/n_{i-1}), von Neumann's mean square successive difference (1941) in units of
 * binomial variance, drawn towards 1 as long as there are few. Differences, so that slow drift does not
 * count as spread.
 */
export function factorOf({ sum, pairs, seen }: Spread): number {
  const p = shareOf(seen);
  const variance = p * (1 - p);
  return pairs === 0 || variance === 0
    ? 1
    : Math.max(1, (sum / variance + TAKEN_FOR_SEEN) / (pairs + TAKEN_FOR_SEEN));
}
