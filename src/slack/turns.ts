import type { Rate } from './bucket.ts';
import { createLastSeen } from './last-seen.ts';

/** When each act of each person is worked off, as a moment in ms: the smallest first. */
export interface Turns {
  of(account: string, urgent: boolean): number;
}

/** Stopping and going back come before everything else that came in this time. */
const URGENT_AHEAD_MS = 15 * 60_000;

/**
 * One after the other in each person's own line, so far apart as they may ask: whoever sends a thousand
 * stands behind others with every one but the first few. It is an order and not a wait: idle workers
 * take what there is. In this process alone, where it need not be exact.
 */
export function createTurns({ burst, perSecond }: Rate, now: () => number): Turns {
  const last = createLastSeen<number>();
  const apartMs = 1_000 / perSecond;
  return {
    of(account, urgent) {
      const at = now();
      const line = `${urgent ? 'urgent' : 'other'} ${account}`;
      const end = Math.max(at, (last.get(line) ?? at - apartMs) + apartMs);
      last.set(line, end);
      // Up to a burst the length of their line does not count; past it nothing is urgent any more.
      const overMs = end - at - (burst - 1) * apartMs;
      if (overMs > 0) return Math.round(at + overMs);
      return urgent ? at - URGENT_AHEAD_MS : at;
    },
  };
}
