import { holding } from '../domain/governance/lock.ts';
import { lockList } from '../projections/lock-list.ts';
import { defineVerb } from './command.ts';
import { say } from './reply.ts';

const MOST = 100;

/** Every lock: for what, until when, and who waits for it. */
export const locks = defineVerb({
  name: 'locks',
  root: '/release',
  aliases: ['queue'],
  says: 'Every lock, for what and until when, and who waits for it in which order',
  example: '/release locks',
  args: {},
  needs: ['look'],
  urgent: false,
  async run(ctx) {
    const [all, waiting, now] = await Promise.all([
      ctx.records.locks(),
      ctx.records.deployments({ statuses: ['pending'], limit: MOST }),
      ctx.records.now(),
    ]);
    const held = all.flatMap((lock) => holding(lock, now) ?? []);
    return say(lockList(held, waiting));
  },
});
