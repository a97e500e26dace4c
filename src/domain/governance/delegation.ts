import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Instant, instant } from '../kernel/time.ts';
import { ReleaseWindow } from './window.ts';

const { zone, from: wall } = ReleaseWindow.shape;

/**
 * `to` may decide for `from` between two wall times in `zone`, the second not included. What `from` may
 * not approve, `to` may not approve for them. It goes no further: nobody delegates what was delegated.
 */
export const Delegation = z.strictObject({
  from: z.string(),
  to: z.string(),
  since: wall,
  until: wall,
  zone,
  because: z.string().min(1),
});
export type Delegation = z.infer<typeof Delegation>;

export function isDelegated(one: Delegation, now: Instant): boolean {
  return momentOf(one.since, one.zone) <= now && now < momentOf(one.until, one.zone);
}

/** @throws on a day that no calendar has; the check of the configuration refuses it */
export function momentOf(at: string, where: string): Instant {
  const zoned = Temporal.PlainDateTime.from(at, { overflow: 'reject' }).toZonedDateTime(where);
  return instant(zoned.epochMilliseconds);
}
