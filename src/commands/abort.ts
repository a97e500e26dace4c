import { abort as decide } from '../domain/deployment/abort.ts';
import { principal } from '../domain/kernel/actor.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentFor } from './find.ts';
import { reason, required } from './grammar/spec.ts';
import { no } from './reply.ts';

/** Stops a deployment for good; what people already met is rolled back. */
export const abort = defineVerb({
  name: 'abort',
  root: '/release',
  aliases: ['cancel'],
  says: 'Stop a deployment for good; what people already met is rolled back',
  example: '/release abort D-12 because "wrong version"',
  args: { id: required('id'), because: reason() },
  needs: ['steer'],
  urgent: true,
  async run(ctx, asked, { id, because }) {
    const found = await deploymentFor(ctx, asked, 'steer', id);
    const by = principal(asked.actor);
    if (isRefusal(found)) return no(found);
    const rollbackId = await ctx.store.nextId();
    return changeDeployment(
      ctx,
      found,
      (d) => `${d.id} is stopped.`,
      (d, now) => decide(d, by, because ?? null, rollbackId, now),
    );
  },
});
