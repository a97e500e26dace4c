import { skip as decide } from '../domain/deployment/skip.ts';
import { principal } from '../domain/kernel/actor.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentFor } from './find.ts';
import { reason, required } from './grammar/spec.ts';

/** Goes to all traffic without waiting for the verdict, or past one look from outside. */
export const skip = defineVerb({
  name: 'skip',
  root: '/release',
  aliases: [],
  says: 'Go to 100 % without waiting for the verdict, or on without a check that cannot be made',
  example: '/release skip D-12 because "hotfix"',
  args: { id: required('id'), because: reason() },
  needs: ['steer'],
  urgent: false,
  async run(ctx, asked, { id, because }) {
    const found = await deploymentFor(ctx, asked, 'steer', id);
    const by = principal(asked.actor);
    return changeDeployment(
      ctx,
      found,
      (d) => `${d.id} goes on without waiting for it.`,
      (d, now) => decide(d, by, because ?? null, now),
    );
  },
});
