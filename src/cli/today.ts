import { type Instant, instant } from '../domain/kernel/time.ts';

/** What this machine takes for the present. It is for what is printed of the day, and decides nothing. */
export function today(): Instant {
  return instant(Date.now());
}
