import { extendLock } from '../domain/governance/lock.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { defineVerb } from './command.ts';
import { keyword } from './grammar/spec.ts';
import { readLength } from './lock-cause.ts';
import { changeLock, lease, lockArgs } from './lock-place.ts';
import { no } from './reply.ts';

/** Makes a lock last longer, counted from this moment. */
export const extend = defineVerb({
  name: 'extend',
  root: '/release',
  aliases: [],
  says: 'Make a lock last longer, counted from now',
  example: '/release extend shop in production for 1h',
  args: { ...lockArgs, for: keyword('text', 'for') },
  needs: ['steer'],
  urgent: false,
  async run(ctx, asked, typed) {
    const askedMs = readLength(ctx, typed.for);
    if (isRefusal(askedMs)) return no(askedMs);
    const lasts = lease(ctx.catalog(), askedMs);
    return changeLock(
      ctx,
      asked,
      typed,
      (lock, place, asking) => extendLock(lock, place, { ...asking, ...lasts }),
      (_, name) => `${name} stays locked for ${sayDuration(lasts.lastsMs)} from now.`,
    );
  },
});
