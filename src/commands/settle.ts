import { settle as decide } from '../domain/governance/lock-claim.ts';
import { defineVerb } from './command.ts';
import { reason, required } from './grammar/spec.ts';
import { arbiters, changeLock, lease, lockArgs } from './lock-place.ts';

/** An arbiter says who of two has the lock. */
export const settle = defineVerb({
  name: 'settle',
  root: '/release',
  aliases: [],
  says: 'As an arbiter, say whether a lock passes on or stays',
  example: '/release settle shop pass-on in production because "customers cannot pay"',
  args: {
    service: lockArgs.service,
    verdict: required(['pass-on', 'keep']),
    in: lockArgs.in,
    token: lockArgs.token,
    because: reason(),
  },
  needs: ['settle'],
  urgent: true,
  stepUp: ({ verdict }) => (verdict === 'pass-on' ? { kind: 'loosening' } : null),
  async run(ctx, asked, typed) {
    const more = {
      ...lease(ctx.catalog(), null),
      because: typed.because ?? null,
      passOn: typed.verdict === 'pass-on',
      arbiters: arbiters(ctx.catalog()),
    };
    return changeLock(
      ctx,
      asked,
      typed,
      (lock, place, asking) => decide(lock, place, { ...asking, ...more }),
      ({ held }, name) => `${held?.by ?? 'Nobody'} has ${name} locked.`,
      'settle',
    );
  },
});
