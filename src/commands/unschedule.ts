import { removeSchedule } from '../domain/governance/schedule.ts';
import { principal } from '../domain/kernel/actor.ts';
import { changeSchedule, scheduleIdOf } from './change-schedule.ts';
import { defineVerb } from './command.ts';
import { required } from './grammar/spec.ts';

/** What it asked for already goes on. */
export const unschedule = defineVerb({
  name: 'unschedule',
  root: '/release',
  aliases: [],
  says: 'Remove a schedule; what it asked for already goes on',
  example: '/release unschedule S-3',
  args: { id: required('id') },
  needs: ['steer'],
  urgent: true,
  run(ctx, asked, { id }) {
    const about = {
      id: scheduleIdOf(id),
      deed: 'steer',
      done: `${id.toUpperCase()} is removed.`,
    } as const;
    return changeSchedule(ctx, asked, about, (s, now) =>
      removeSchedule(s, principal(asked.actor), now),
    );
  },
});
