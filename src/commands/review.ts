import { review as decide } from '../domain/deployment/review.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentFor } from './find.ts';
import { reason, required } from './grammar/spec.ts';

/** Looks back at a broken glass: by somebody who may deploy there and had no part in it. */
export const review = defineVerb({
  name: 'review',
  root: '/release',
  aliases: [],
  says: 'Say what you found about a broken glass, when you had no part in it',
  example: '/release review D-12 because "a real outage; an alert would have told us sooner"',
  args: { id: required('id'), because: reason() },
  needs: ['steer'],
  urgent: false,
  async run(ctx, asked, { id, because }) {
    const found = await deploymentFor(ctx, asked, 'steer', id);
    return changeDeployment(
      ctx,
      found,
      (d) => `You reviewed ${d.id}. Nobody is asked for it any more.`,
      (d, now) => decide(d, asked.actor.id ?? '', because ?? null, now),
    );
  },
});
