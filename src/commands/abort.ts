import { abort as decide } from '../domain/deployment/abort.ts';
import { principal } from '../domain/kernel/actor.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentFor } from './find.ts';
import { required, rest } from './grammar/spec.ts';

/** Stops a deployment for good; what people already met is rolled back. */
export const abort = defineVerb({
  name: 'abort',
  root: '/release',
  aliases: ['cancel'],
  says: 'Stop a deployment for good; what people already met is rolled back',
  example: '/release abort D-12 because "wrong version"',
  args: { id: required('id'), because: rest('because') },
  urgent: true,
  async run(ctx, asked, { id, because }) {
    const found = await deploymentFor(ctx, asked, 'steer', id);
    const by = principal(asked.actor);
    const rollbackId = await ctx.store.nextId();
    return changeDeployment(
      ctx,
      found,
      (d) => `${d.id} is stopped.`,
      (d, now) => decide(d, by, because ?? null, rollbackId, now),
    );
  },
});
