import { actingBy } from '../domain/catalog/acting.ts';
import { delegatorsOf } from '../domain/catalog/stand-in.ts';
import { reject as refuseIt } from '../domain/configuration/answer.ts';
import { reject as decide } from '../domain/deployment/approve.ts';
import { answerConfiguration, configurationId } from './answer-configuration.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentNamed } from './find.ts';
import { reason, required } from './grammar/spec.ts';

/** A no, with its reason; it closes the request. */
export const reject = defineVerb({
  name: 'reject',
  root: '/release',
  aliases: ['deny'],
  says: 'Say no to a waiting deployment, or to a waiting change of the rules, with a reason',
  example: '/release reject D-12 because "wait for the migration"',
  args: { id: required('id'), because: reason() },
  needs: ['decide'],
  urgent: false,
  async run(ctx, { actor }, { id, because }) {
    const version = configurationId(id);
    if (version) {
      const by = actor.id ?? '';
      return answerConfiguration(ctx, version, `You rejected ${version}.`, (c, at) =>
        refuseIt(c, by, because ?? null, at),
      );
    }
    const found = await deploymentNamed(ctx, id);
    return changeDeployment(
      ctx,
      found,
      (d) => `You rejected ${d.id}.`,
      (d, now) => {
        const catalog = ctx.catalog();
        const standsFor = delegatorsOf(catalog, actor.id ?? '', now);
        return decide(d, actingBy(catalog, actor), { because: because ?? null, standsFor }, now);
      },
    );
  },
});
