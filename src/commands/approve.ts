import { approve as decide } from '../domain/deployment/approve.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentNamed } from './find.ts';
import { flag, reason, required } from './grammar/spec.ts';

/** A yes to one exact plan. */
export const approve = defineVerb({
  name: 'approve',
  root: '/release',
  aliases: [],
  says: 'Say yes to a waiting deployment',
  example: '/release approve D-12',
  args: { id: required('id'), plan: flag('text'), because: reason() },
  urgent: false,
  async run(ctx, { actor }, { id, plan, because }) {
    const found = await deploymentNamed(ctx, id);
    return changeDeployment(
      ctx,
      found,
      (d) => `You approved ${d.id}. To take it back: /release withdraw ${d.id}`,
      (d, now) => decide(d, actor, { planDigest: plan ?? null, because: because ?? null }, now),
    );
  },
});
