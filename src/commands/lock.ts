import { takeLock } from '../domain/governance/lock.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { defineVerb } from './command.ts';
import { flag, keyword, reason } from './grammar/spec.ts';
import { purposeOf } from './lock-cause.ts';
import { changeLock, lease, lockArgs, ownersOfDependants } from './lock-place.ts';
import { no } from './reply.ts';

/** Keeps everything else out of a service, a platform, a whole environment, or holds one deployment. */
export const lock = defineVerb({
  name: 'lock',
  root: '/release',
  aliases: [],
  says: 'Keep all other deployments out of a service, a platform or everything, or hold one back',
  example: '/release lock shop in production for 2h because "database move"',
  args: {
    service: lockArgs.service,
    in: lockArgs.in,
    for: keyword('text', 'for'),
    lasts: flag('text'),
    because: reason(),
  },
  needs: ['steer'],
  urgent: true,
  async run(ctx, asked, typed) {
    const purpose = await purposeOf(ctx, typed);
    if (isRefusal(purpose)) return no(purpose);
    const { cause, askedMs } = purpose;
    const { lastsMs, remindMs } = lease(ctx.catalog(), askedMs);
    const because = typed.because ?? null;
    return changeLock(
      ctx,
      asked,
      typed,
      (held, place, { by, now, deciders }) =>
        takeLock(
          held,
          place,
          { by, because, cause, deciders, lastsMs, remindMs, now },
          ownersOfDependants(ctx.catalog(), place),
        ),
      (_, name) => `You locked ${name} for ${sayDuration(lastsMs)}.`,
    );
  },
});
