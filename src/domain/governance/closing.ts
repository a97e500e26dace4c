import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import {
  type Blackout,
  type Closed,
  closedAt,
  covers,
  nextClosed,
  outsideAt,
  type ReleaseWindow,
} from './window.ts';

/** Windows that follow each other without a gap are one open time, but not for ever. */
const MOST_WINDOWS = 100;

interface Times {
  readonly blackouts: readonly Blackout[];
  readonly windows: readonly ReleaseWindow[];
}

/** What is closed for the target at this moment: blackouts, and the time between its release windows. */
export function closingsAt(
  { blackouts, windows }: Times,
  target: Target,
  now: Instant,
): readonly Closed[] {
  const closed = blackouts.map((one) => closedAt(one, target, now));
  return [...closed, outsideAt(windows, target, now)].filter((one) => one !== null);
}

/** Each of them as it closes next: every blackout, and the end of the open time under way. */
export function closingsAfter(
  { blackouts, windows }: Times,
  target: Target,
  now: Instant,
): readonly Closed[] {
  const next = blackouts.filter((one) => covers(one, target)).map((one) => nextClosed(one, now));
  const end = openUntil(windows, target, now);
  const outside = end === null ? null : outsideAt(windows, target, end);
  return [...next, outside].filter((one) => one !== null);
}

/** When the release windows that are open now will all be over; null when none is, or they never are. */
function openUntil(
  windows: readonly ReleaseWindow[],
  target: Target,
  now: Instant,
): Instant | null {
  let end: Instant | null = null;
  for (let step = 0; step < MOST_WINDOWS; step += 1) {
    const at: Instant = end ?? now;
    const open = windows.flatMap((one) => closedAt(one, target, at) ?? []);
    const last = open.toSorted((a, b) => b.until - a.until)[0];
    if (!last) return end;
    end = last.until;
  }
  return null;
}
