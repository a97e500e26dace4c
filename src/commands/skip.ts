import { skip as decide } from '../domain/deployment/skip.ts';
import { principal } from '../domain/kernel/actor.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentFor } from './find.ts';
import { reason, required } from './grammar/spec.ts';
import { othersWhoSteer } from './may-steer.ts';
import { no } from './reply.ts';

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
    if (isRefusal(found)) return no(found);
    const by = principal(asked.actor);
    const others = othersWhoSteer(asked.actor, ctx.catalog(), found);
    return changeDeployment(
      ctx,
      found,
      (d) => `${d.id} goes on without waiting for it.`,
      (d, now) => decide(d, { by, because: because ?? null, others }, now),
    );
  },
});
