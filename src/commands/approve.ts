import { actingBy } from '../domain/catalog/acting.ts';
import { findPerson } from '../domain/catalog/find.ts';
import { delegatorsOf } from '../domain/catalog/stand-in.ts';
import { approve as agree } from '../domain/configuration/answer.ts';
import { approve as decide } from '../domain/deployment/approve.ts';
import type { Context } from '../ports/context.ts';
import { answerConfiguration, configurationId } from './answer-configuration.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentNamed } from './find.ts';
import { flag, reason, required, toggle } from './grammar/spec.ts';

/** A yes to one exact plan. */
export const approve = defineVerb({
  name: 'approve',
  root: '/release',
  aliases: [],
  says: 'Say yes to a waiting deployment, or to a waiting change of the rules',
  example: '/release approve D-12',
  args: { id: required('id'), plan: flag('text'), 'when-green': toggle(), because: reason() },
  needs: ['decide'],
  urgent: false,
  stepUp: (_, held) =>
    held?.deployment
      ? { kind: 'approval', environment: held.deployment.environment }
      : { kind: 'loosening' }, // a version of the rules that waits for a yes loosens them
  async run(ctx, { actor }, { id, plan, because, 'when-green': whenGreen }) {
    const version = configurationId(id);
    if (version) {
      return answerConfiguration(ctx, version, `You approved ${version}.`, (c, at) => {
        const { id: by, groups } = actingBy(ctx.catalog(), actor);
        return agree(c, { id: by ?? '', groups }, { ...at, isHere: stillHere(ctx) });
      });
    }
    const found = await deploymentNamed(ctx, id);
    const yes = { planDigest: plan ?? null, because: because ?? null, whenGreen };
    return changeDeployment(
      ctx,
      found,
      (d) =>
        `You approved ${d.id}${whenGreen ? ' for when all is green' : ''}. To take it back: /release withdraw ${d.id}`,
      (d, now) => {
        const catalog = ctx.catalog();
        const standsFor = delegatorsOf(catalog, actor.id ?? '', now);
        const given = { ...yes, standsFor, configuration: catalog.version };
        return decide(d, actingBy(catalog, actor), given, now);
      },
    );
  },
});

function stillHere({ catalog }: Pick<Context, 'catalog'>): (person: string) => boolean {
  return (person) => (findPerson(catalog(), person)?.accounts.length ?? 0) > 0;
}
