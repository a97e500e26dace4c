import { resume as decide } from '../domain/deployment/hold.ts';
import { lookOn } from '../domain/deployment/look-on.ts';
import { resumeSchedule } from '../domain/governance/schedule.ts';
import { principal } from '../domain/kernel/actor.ts';
import { parseDuration } from '../domain/kernel/duration.ts';
import { refuse } from '../domain/kernel/refusal.ts';
import { changeDeployment } from './change-deployment.ts';
import { changeSchedule, scheduleIdOf } from './change-schedule.ts';
import { defineVerb } from './command.ts';
import { deploymentFor } from './find.ts';
import { keyword, required } from './grammar/spec.ts';
import { no } from './reply.ts';

/** Goes on from where it was held; a judge that came to no verdict looks on for a time of its own. */
export const resume = defineVerb({
  name: 'resume',
  root: '/release',
  aliases: ['continue'],
  says: 'Let a held deployment go on, or its judge look on for so long; a schedule goes on as orders of yours',
  example: '/release resume D-12',
  args: { id: required('id'), for: keyword('text', 'for') },
  needs: ['steer'],
  urgent: false,
  async run(ctx, asked, { id, for: length }) {
    const by = principal(asked.actor);
    const schedule = scheduleIdOf(id);
    if (schedule && length === undefined) {
      const done = `${schedule} goes on, as orders of yours.`;
      return changeSchedule(ctx, asked, { id: schedule, deed: 'deploy', done }, (s, now) =>
        resumeSchedule(s, by, now),
      );
    }
    const forMs = length === undefined ? null : parseDuration(length);
    if (length !== undefined && forMs === null)
      return no(
        refuse('bad-duration', `"${length}" is not a length of time.`, {
          fix: 'Write it such as 10m or 1h.',
          line: `/release resume ${id} for 10m`,
        }),
      );
    const found = await deploymentFor(ctx, asked, 'steer', id);
    return changeDeployment(
      ctx,
      found,
      (d) => `${d.id} goes on.`,
      (d, now) => (forMs === null ? decide(d, by, now) : lookOn(d, { by, forMs }, now)),
    );
  },
});
