import { type Instant, instant } from '../kernel/time.ts';

/** What takes room in an environment, and when it is expected to give it back. */
export interface Taking {
  readonly service: string;
  readonly endsAt: Instant;
}

/**
 * When an environment of so many slots has room for a service if nobody comes in between: its own deployment there is
 * over, and one slot is free. Whatever should have ended before ends now; null where there is room already.
 */
export function roomAt(
  { service, slots }: { readonly service: string; readonly slots: number },
  running: readonly Taking[],
  now: Instant,
): Instant | null {
  const ends = running.map(({ endsAt }) => endsAt).toSorted((a, b) => a - b);
  const slot = ends[running.length - slots];
  const own = running.filter((one) => one.service === service).map(({ endsAt }) => endsAt);
  const waits = slot === undefined ? own : [slot, ...own];
  return waits.length === 0 ? null : instant(Math.max(now, ...waits));
}
