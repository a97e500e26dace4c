import { agenda } from '../projections/board.ts';
import { defineVerb } from './command.ts';
import { say } from './reply.ts';

const MOST = 200;

/** What the change advisory board has to vote on. */
export const cab = defineVerb({
  name: 'cab',
  root: '/release',
  aliases: ['board', 'agenda'],
  says: 'The agenda of the change advisory board: what waits for its votes, until when',
  example: '/release cab',
  args: {},
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx) {
    const open = await ctx.records.deployments({ statuses: ['pending'], limit: MOST });
    return say(agenda(open.filter((d) => d.waiting.some((w) => w.gate === 'cab'))));
  },
});
