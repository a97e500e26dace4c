import { holding } from '../domain/governance/lock.ts';
import { lockList, waitersFor } from '../projections/lock-list.ts';
import { turnsOf } from '../projections/lock-turns.ts';
import { defineVerb } from './command.ts';
import { say } from './reply.ts';
import { typicalOf } from './typical.ts';

const MOST = 100;

/** Every lock: for what, until when, who waits for it, and when it is expected to be their turn. */
export const locks = defineVerb({
  name: 'locks',
  root: '/release',
  aliases: ['queue'],
  says: 'Every lock, for what and until when, and who waits for it in which order',
  example: '/release locks',
  args: {},
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx) {
    const [all, pending, running, now] = await Promise.all([
      ctx.records.locks(),
      ctx.records.deployments({ statuses: ['pending'], limit: MOST }),
      ctx.records.deployments({ statuses: ['running'], limit: MOST }),
      ctx.records.now(),
    ]);
    const held = all.flatMap((lock) => holding(lock, now) ?? []);
    const waiting = pending.filter((d) => held.some((lock) => waitersFor(lock, [d]).length > 0));
    const typical = await typicalOf(ctx, [...waiting, ...running]);
    return say(lockList(held, waiting, turnsOf(held, { pending: waiting, running }, typical)));
  },
});
