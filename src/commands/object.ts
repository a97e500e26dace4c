import { objectTo } from '../domain/governance/lock-claim.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { defineVerb } from './command.ts';
import { reason } from './grammar/spec.ts';
import { arbiters, changeLock, lockArgs, lockRules } from './lock-place.ts';

/** Objects to somebody who takes over one's lock; the arbiters decide. */
export const object = defineVerb({
  name: 'object',
  root: '/release',
  aliases: [],
  says: 'Object to somebody who is taking over your lock: the arbiters decide',
  example: '/release object shop in production because "the move is half done"',
  args: { ...lockArgs, because: reason() },
  needs: ['steer'],
  urgent: true,
  async run(ctx, asked, typed) {
    const { decide } = lockRules(ctx.catalog());
    const more = {
      because: typed.because ?? null,
      decideMs: decide,
      arbiters: arbiters(ctx.catalog()),
    };
    return changeLock(
      ctx,
      asked,
      typed,
      (lock, place, asking) => objectTo(lock, place, { ...asking, ...more }),
      (_, name) =>
        `You objected. Who has ${name} is decided within ${sayDuration(decide)}, by an arbiter or by the published order.`,
    );
  },
});
