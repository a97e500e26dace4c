import { type Instant, instant } from '../../../src/domain/kernel/time.ts';

export interface FakeClock {
  readonly now: () => Instant;
  pass(ms: number): void;
}

export function createFakeClock(start = Date.UTC(2026, 10, 20, 14, 0)): FakeClock {
  let at = start;
  return {
    now: () => instant(at),
    pass(ms) {
      at += ms;
    },
  };
}
