import { settleFollowUp } from '../domain/deployment/follow-up.ts';
import { principal } from '../domain/kernel/actor.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentFor } from './find.ts';
import { reason, required } from './grammar/spec.ts';

/** Says that what a validation found has been done. */
export const followup = defineVerb({
  name: 'followup',
  root: '/release',
  aliases: ['follow-up'],
  says: 'Say that what a validation found after a deployment has been done',
  example: '/release followup D-12 certificate because "renewed until March"',
  args: { id: required('id'), name: required('text'), because: reason() },
  needs: ['steer'],
  urgent: false,
  async run(ctx, asked, { id, name, because }) {
    const found = await deploymentFor(ctx, asked, 'steer', id);
    const word = { by: principal(asked.actor), because: because ?? null };
    return changeDeployment(
      ctx,
      found,
      (d) => `${d.id} owes no follow-up of ${name} any more.`,
      (d, now) => settleFollowUp(d, name, word, now),
    );
  },
});
