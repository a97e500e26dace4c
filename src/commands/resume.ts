import { resume as decide } from '../domain/deployment/hold.ts';
import { resumeSchedule } from '../domain/governance/schedule.ts';
import { principal } from '../domain/kernel/actor.ts';
import { changeDeployment } from './change-deployment.ts';
import { changeSchedule, scheduleIdOf } from './change-schedule.ts';
import { defineVerb } from './command.ts';
import { deploymentFor } from './find.ts';
import { required } from './grammar/spec.ts';

/** Goes on from where it was held. */
export const resume = defineVerb({
  name: 'resume',
  root: '/release',
  aliases: ['continue'],
  says: 'Let a held deployment go on; a schedule goes on as orders of yours',
  example: '/release resume D-12',
  args: { id: required('id') },
  needs: ['steer'],
  urgent: false,
  async run(ctx, asked, { id }) {
    const by = principal(asked.actor);
    const schedule = scheduleIdOf(id);
    if (schedule) {
      const done = `${schedule} goes on, as orders of yours.`;
      return changeSchedule(ctx, asked, { id: schedule, deed: 'deploy', done }, (s, now) =>
        resumeSchedule(s, by, now),
      );
    }
    const found = await deploymentFor(ctx, asked, 'steer', id);
    return changeDeployment(
      ctx,
      found,
      (d) => `${d.id} goes on.`,
      (d, now) => decide(d, by, now),
    );
  },
});
