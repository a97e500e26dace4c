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
  const { since, until } = termOf(one);
  return since <= now && now < until;
}

interface Term {
  readonly since: Instant;
  readonly until: Instant;
}

/** Computed once: each look at what waits asks for each of its people. */
const terms = new WeakMap<Delegation, Term>();

/** From when it holds, and until when. @throws as `momentOf` */
export function termOf(one: Delegation): Term {
  const known = terms.get(one);
  if (known) return known;
  const term = { since: momentOf(one.since, one.zone), until: momentOf(one.until, one.zone) };
  terms.set(one, term);
  return term;
}

/** @throws on a day that no calendar has; the check of the configuration refuses it */
export function momentOf(at: string, where: string): Instant {
  const zoned = Temporal.PlainDateTime.from(at, { overflow: 'reject' }).toZonedDateTime(where);
  return instant(zoned.epochMilliseconds);
}
