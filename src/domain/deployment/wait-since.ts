import type { Instant } from '../kernel/time.ts';
import type { Waiting } from './deployment.ts';

/** Each wait with when it began: kept from the look before, else now. */
export function waitingSince(
  waiting: readonly Waiting[],
  before: readonly Waiting[],
  now: Instant | null,
): readonly Waiting[] {
  return waiting.map((one) => {
    const since = before.find(({ gate }) => gate === one.gate)?.since ?? one.since ?? now;
    return since === null ? one : { ...one, since };
  });
}
