import { askFor } from '../domain/governance/lock-claim.ts';
import { defineVerb } from './command.ts';
import { reason } from './grammar/spec.ts';
import { changeLock, lockArgs } from './lock-place.ts';

/** Asks whoever holds a lock to take it off. */
export const ask = defineVerb({
  name: 'ask',
  root: '/release',
  aliases: [],
  says: 'Ask whoever holds a lock to take it off',
  example: '/release ask shop in production because "the fix of the basket waits"',
  args: { ...lockArgs, because: reason() },
  needs: ['steer'],
  urgent: false,
  run: (ctx, asked, typed) =>
    changeLock(
      ctx,
      asked,
      typed,
      (lock, place, asking) => askFor(lock, place, { ...asking, because: typed.because ?? null }),
      ({ held }, name) => `${held?.by ?? 'Whoever holds it'} was asked to unlock ${name}.`,
    ),
});
