import type { Target } from '../kernel/target.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';
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

export interface Times {
  readonly blackouts: readonly Blackout[];
  readonly windows: readonly ReleaseWindow[];
  /** Calendars of which nothing is known; left out: none. */
  readonly unread?: readonly Unread[];
}

/** A calendar that was never read: whatever it may close is closed until it is. */
export interface Unread extends Pick<Blackout, 'name' | 'owner' | 'environments' | 'services'> {
  readonly why: string;
  /** Since when it is asked for; null: it has not been. */
  readonly since: Instant | null;
}

/** What is unknown may be known in a minute. */
const AGAIN_MS = 60_000;

/**
 * What is closed for the target at this moment: blackouts, the time between its release windows, and all
 * that a calendar speaks of which was never read.
 */
export function closingsAt(
  { blackouts, windows, unread = [] }: Times,
  target: Target,
  now: Instant,
): readonly Closed[] {
  const closed = blackouts.map((one) => closedAt(one, target, now));
  const unknown = unread.filter((one) => covers(one, target)).map((one) => closedBy(one, now));
  return [...closed, outsideAt(windows, target, now), ...unknown].filter((one) => one !== null);
}

function closedBy({ name, owner, why, since }: Unread, now: Instant): Closed {
  const from = instant(Math.min(since ?? now, now));
  return { name, owner, from, until: plus(now, AGAIN_MS), unread: why };
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

/** When the release window that is open then, or else the next one, will be over; null where there is no end to it. */
export function windowEnd(
  windows: readonly ReleaseWindow[],
  target: Target,
  at: Instant,
): Instant | null {
  return openUntil(windows, target, outsideAt(windows, target, at)?.until ?? at);
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
