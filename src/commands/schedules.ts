import { scheduleList } from '../projections/schedule-list.ts';
import { defineVerb } from './command.ts';
import { say } from './reply.ts';

const MOST = 30;

/** Every schedule there is, with what it does next and what became of its last time. */
export const schedules = defineVerb({
  name: 'schedules',
  root: '/release',
  aliases: [],
  says: 'Every schedule: whose orders it is, when it comes next, what became of the last time',
  example: '/release schedules',
  args: {},
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx) {
    return say(scheduleList(await ctx.records.schedules(MOST)));
  },
});
