import { withdraw as takeBack } from '../domain/configuration/answer.ts';
import { withdraw as decide } from '../domain/deployment/approve.ts';
import { answerConfiguration, configurationId } from './answer-configuration.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentNamed } from './find.ts';
import { required } from './grammar/spec.ts';

/** Takes one's own approval back, until the start; or a word about a change of the rules. */
export const withdraw = defineVerb({
  name: 'withdraw',
  root: '/release',
  aliases: [],
  says: 'Take your own approval back before the start, or a word about a change of the rules',
  example: '/release withdraw D-12',
  args: { id: required('id') },
  needs: ['decide'],
  urgent: true,
  async run(ctx, { actor }, { id }) {
    const version = configurationId(id);
    if (version) {
      const by = actor.id ?? '';
      return answerConfiguration(ctx, version, `Your word on ${version} is taken back.`, (c, at) =>
        takeBack(c, by, at),
      );
    }
    const found = await deploymentNamed(ctx, id);
    return changeDeployment(
      ctx,
      found,
      (d) => `Your approval of ${d.id} no longer counts.`,
      (d, now) => decide(d, actor, now),
    );
  },
});
