import { claimLock } from '../domain/governance/lock-claim.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { defineVerb } from './command.ts';
import { keyword, reason } from './grammar/spec.ts';
import { purposeOf } from './lock-cause.ts';
import { changeLock, lockArgs, lockRules } from './lock-place.ts';
import { no } from './reply.ts';

/** Takes a lock over, unless whoever holds it objects in time. */
export const takeover = defineVerb({
  name: 'takeover',
  root: '/release',
  aliases: ['take-over'],
  says: 'Take over a lock, unless whoever holds it objects in time',
  example: '/release takeover shop in production for INC-42 because "the basket is down"',
  args: { ...lockArgs, for: keyword('text', 'for'), because: reason() },
  needs: ['steer'],
  urgent: true,
  stepUp: () => ({ kind: 'loosening' }),
  async run(ctx, asked, typed) {
    const purpose = await purposeOf(ctx, typed);
    if (isRefusal(purpose)) return no(purpose);
    const { object } = lockRules(ctx.catalog());
    const wants = {
      because: typed.because ?? null,
      cause: purpose.cause,
      objectMs: object,
    };
    return changeLock(
      ctx,
      asked,
      typed,
      (lock, place, asking) => claimLock(lock, place, { ...asking, ...wants }),
      ({ held }, name) =>
        `${held?.by ?? 'Whoever holds it'} has ${sayDuration(object)} to object; then ${name} is locked for you.`,
    );
  },
});
