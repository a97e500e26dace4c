import { pause as decide } from '../domain/deployment/hold.ts';
import { principal } from '../domain/kernel/actor.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentFor } from './find.ts';
import { reason, required } from './grammar/spec.ts';

/** Traffic stays where it is. */
export const pause = defineVerb({
  name: 'pause',
  root: '/release',
  aliases: ['hold'],
  says: 'Hold a running deployment; traffic stays where it is',
  example: '/release pause D-12 because "looking at the errors"',
  args: { id: required('id'), because: reason() },
  needs: ['steer'],
  urgent: true,
  async run(ctx, asked, { id, because }) {
    const found = await deploymentFor(ctx, asked, 'steer', id);
    const by = principal(asked.actor);
    return changeDeployment(
      ctx,
      found,
      (d) => `${d.id} is paused. To go on: /release resume ${d.id}`,
      (d, now) => decide(d, by, because ?? null, now),
    );
  },
});
