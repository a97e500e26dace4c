import { type Instant, instant } from '../../src/domain/kernel/time.ts';

/** Time that moves only when the story says so. */
export interface FakeClock {
  now(): Instant;
  setTimer(delayMs: number, fn: () => void): () => void;
  /** Moves on, firing the timers on the way in their order. */
  advance(ms: number): void;
}

export function createFakeClock(start: Instant): FakeClock {
  let now: number = start;
  const timers = new Set<{ readonly at: number; readonly fn: () => void }>();
  return {
    now: () => instant(now),
    setTimer(delayMs, fn) {
      const timer = { at: now + delayMs, fn };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter((t) => t.at <= end).toSorted((a, b) => a.at - b.at);
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.fn();
      }
      now = end;
    },
  };
}
