import { releaseLock } from '../domain/governance/lock-claim.ts';
import { defineVerb } from './command.ts';
import { changeLock, lease, lockArgs } from './lock-place.ts';

/** Takes one's own lock off; who owns what is locked may take off anybody's. */
export const unlock = defineVerb({
  name: 'unlock',
  root: '/release',
  aliases: [],
  says: 'Take a lock off',
  example: '/release unlock shop in production',
  args: lockArgs,
  needs: ['steer'],
  urgent: false,
  stepUp: (_, held, by) => (held?.lock?.held?.by === by ? null : { kind: 'loosening' }),
  run: (ctx, asked, typed) =>
    changeLock(
      ctx,
      asked,
      typed,
      (lock, place, asking) =>
        releaseLock(lock, place, { ...asking, ...lease(ctx.catalog(), null) }),
      ({ held }, name) =>
        held ? `${held.by}, who was taking it over, has ${name} locked.` : `${name} is unlocked.`,
    ),
});
