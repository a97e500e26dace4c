import { resume as decide } from '../domain/deployment/hold.ts';
import { principal } from '../domain/kernel/actor.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentFor } from './find.ts';
import { required } from './grammar/spec.ts';

/** Goes on from where it was held. */
export const resume = defineVerb({
  name: 'resume',
  root: '/release',
  aliases: ['continue'],
  says: 'Let a held deployment go on',
  example: '/release resume D-12',
  args: { id: required('id') },
  needs: ['steer'],
  urgent: false,
  async run(ctx, asked, { id }) {
    const found = await deploymentFor(ctx, asked, 'steer', id);
    const by = principal(asked.actor);
    return changeDeployment(
      ctx,
      found,
      (d) => `${d.id} goes on.`,
      (d, now) => decide(d, by, now),
    );
  },
});
