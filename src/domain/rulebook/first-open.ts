import { type Closed, closedAt, outsideAt } from '../governance/window.ts';
import type { Instant } from '../kernel/time.ts';
import type { Closings } from './closings.ts';

/** A blackout of a minute each minute would be walked for ever. */
const MOST_STEPS = 10_000;

type Times = Pick<Closings, 'target' | 'blackouts' | 'windows'>;

/** What closes it for longest at this moment, or null: a blackout, or the time between release windows. */
export function closedThen({ target, blackouts, windows }: Times, at: Instant): Closed | null {
  const closed = [
    ...blackouts.map((one) => closedAt(one, target, at)),
    outsideAt(windows, target, at),
  ].filter((one) => one !== null);
  return closed.toSorted((a, b) => b.until - a.until)[0] ?? null;
}

/** The first moment at which nothing is closed, or null when there is none before `end`. */
export function firstOpen(times: Times, from: Instant, end: Instant): Instant | null {
  let at = from;
  for (let step = 0; at < end && step < MOST_STEPS; step += 1) {
    const closed = closedThen(times, at);
    if (closed === null) return at;
    at = closed.until;
  }
  return null;
}
