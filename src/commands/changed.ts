import { parseDuration, sayDuration } from '../domain/kernel/duration.ts';
import { refuse } from '../domain/kernel/refusal.ts';
import { plus } from '../domain/kernel/time.ts';
import { deploymentList } from '../projections/deployment-list.ts';
import { defineVerb } from './command.ts';
import { optional } from './grammar/spec.ts';
import { no, say } from './reply.ts';

const MOST = 40;
const HOUR = 3_600_000;

/** Everything that moved lately: the first question of an incident. */
export const changed = defineVerb({
  name: 'changed',
  root: '/release',
  aliases: ['recent'],
  says: 'Everything that moved lately, newest first',
  example: '/release changed 1h',
  args: { within: optional('text') },
  needs: ['look'],
  urgent: true,
  async run(ctx, _asked, { within }) {
    const forMs = within === undefined ? HOUR : parseDuration(within);
    if (forMs === null) {
      return no(
        refuse('bad-duration', `"${within}" is not a length of time.`, {
          line: '/release changed 1h',
        }),
      );
    }
    const since = plus(await ctx.records.now(), -forMs);
    const found = await ctx.records.deployments({ since, limit: MOST });
    const moved = found.filter((d) => d.startedAt !== null);
    return say(deploymentList(`Moved in the last ${sayDuration(forMs)}`, moved, 'nothing moved.'));
  },
});
