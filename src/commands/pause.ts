import { pause as decide } from '../domain/deployment/hold.ts';
import { pauseSchedule } from '../domain/governance/schedule.ts';
import { principal } from '../domain/kernel/actor.ts';
import { changeDeployment } from './change-deployment.ts';
import { changeSchedule, scheduleIdOf } from './change-schedule.ts';
import { defineVerb } from './command.ts';
import { deploymentFor } from './find.ts';
import { reason, required } from './grammar/spec.ts';

/** Traffic stays where it is. */
export const pause = defineVerb({
  name: 'pause',
  root: '/release',
  aliases: ['hold'],
  says: 'Hold a running deployment, whose traffic stays where it is, or a schedule',
  example: '/release pause D-12 because "looking at the errors"',
  args: { id: required('id'), because: reason() },
  needs: ['steer'],
  urgent: true,
  async run(ctx, asked, { id, because }) {
    const by = principal(asked.actor);
    const schedule = scheduleIdOf(id);
    if (schedule) {
      const done = `${schedule} is paused. To go on: /release resume ${schedule}`;
      return changeSchedule(ctx, asked, { id: schedule, deed: 'steer', done }, (s, at) =>
        pauseSchedule(s, { by, at, why: because ?? 'no reason was given' }),
      );
    }
    const found = await deploymentFor(ctx, asked, 'stop', id);
    return changeDeployment(
      ctx,
      found,
      (d) => `${d.id} is paused. To go on: /release resume ${d.id}`,
      (d, now) => decide(d, by, because ?? null, now),
    );
  },
});
