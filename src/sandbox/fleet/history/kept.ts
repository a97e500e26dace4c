import { endOf, MINUTE_MS, minuteOf, SECOND_MS, type Slice } from './slice.ts';

/** Slices in order of time, as far back as they are kept: at most 960 seconds and 11,520 minutes. */
export interface Kept {
  all(): readonly Slice[];
  /** One that is later than all there are. */
  add(one: Slice): void;
  /** Puts seconds that are old enough together to minutes, and forgets what is older than all that is kept. */
  fold(now: number): void;
  /** Forgets what ends after that. */
  cut(at: number): void;
}

/** So long every second is kept, and after that every minute, for a week and a day. */
const SECONDS_FOR_MS = 15 * MINUTE_MS;
const MINUTES_FOR_MS = 8 * 24 * 60 * MINUTE_MS;

export function createKept(past: readonly Slice[]): Kept {
  let seconds = past.filter((one) => one.forMs === SECOND_MS);
  let minutes = past.filter((one) => one.forMs !== SECOND_MS);
  return {
    all: () => [...minutes, ...seconds],
    add: (one) => void seconds.push(one),
    fold(now) {
      for (let oldest = seconds[0]; oldest !== undefined; oldest = seconds[0]) {
        const from = oldest.from - (oldest.from % MINUTE_MS);
        const end = from + MINUTE_MS;
        if (end > now - SECONDS_FOR_MS) break;
        const own = seconds.filter((one) => one.from < end);
        minutes.push(minuteOf(from, own));
        seconds = seconds.slice(own.length);
      }
      const first = minutes[0]?.from ?? now;
      if (first < now - MINUTES_FOR_MS)
        minutes = minutes.filter((one) => one.from >= now - MINUTES_FOR_MS);
    },
    cut(at) {
      seconds = seconds.filter((one) => endOf(one) <= at);
      minutes = minutes.filter((one) => endOf(one) <= at);
    },
  };
}
