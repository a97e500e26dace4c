import type { Instant } from '../kernel/time.ts';
import { become, expire, type Held, holding, type Lock, type LockChange } from './lock.ts';
import { keep, passesByOrder, passOn } from './lock-claim.ts';
import { namePlace } from './lock-place.ts';
import type { LockRules } from './lock-rules.ts';

/**
 * What time does to a lock: it ends with its lease or with the deployment it is held for (`changeOver`), passes
 * to whoever claimed it and was not objected to, is settled when no arbiter did it in time, and its end is
 * announced. Null while it is not time for anything.
 */
export function tendLock(
  lock: Lock | null,
  rules: Pick<LockRules, 'lasts' | 'remind'>,
  { now, changeOver }: { readonly now: Instant; readonly changeOver: boolean },
): LockChange | null {
  if (!lock?.held) return null;
  const held: Held = { ...lock, held: lock.held };
  const asking = { by: 'fairway', now, lastsMs: rules.lasts, remindMs: rules.remind };
  const out = holding(lock, now) === null;
  if (changeOver || out) {
    if (held.held.claim) return passOn(held, asking);
    return expire(held, now, out ? 'its time was over' : 'what it was held for is over');
  }
  return tendClaim(held, asking) ?? remind(held, now);
}

/** Silence passes it on; where somebody objected and no arbiter came, the published order decides. */
function tendClaim(held: Held, asking: Parameters<typeof passOn>[1]): LockChange | null {
  const { claim } = held.held;
  if (!claim || asking.now < (claim.objection ?? claim).decideAt) return null;
  return claim.objection === null || passesByOrder(held)
    ? passOn(held, asking)
    : keep(held, asking);
}

function remind(held: Held, now: Instant): LockChange | null {
  const { remindAt, until, by } = held.held;
  if (remindAt === null || now < remindAt) return null;
  const how = until === null ? 'has no end' : 'ends soon';
  return become(held, { ...held.held, remindAt: null }, 'reminded', {
    by: 'fairway',
    now,
    note: `Your lock on ${namePlace(held)} ${how}: extend it, or take it off`,
    tell: [by],
  });
}
