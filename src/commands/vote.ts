import { actingBy } from '../domain/catalog/acting.ts';
import { vote as decide } from '../domain/deployment/vote.ts';
import { VOTES } from '../domain/governance/board.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentNamed } from './find.ts';
import { reason, required } from './grammar/spec.ts';

/** A vote of the change advisory board. */
export const vote = defineVerb({
  name: 'vote',
  root: '/release',
  aliases: [],
  says: 'Vote on a change of high impact, when you have a seat on its board',
  example: '/release vote D-12 no because "the month is being closed"',
  args: { id: required('id'), vote: required(VOTES), because: reason() },
  needs: ['vote'],
  urgent: false,
  stepUp: ({ vote: said }, held) => {
    const environment = held?.deployment?.environment;
    return said === 'yes' && environment ? { kind: 'approval', environment } : null;
  },
  async run(ctx, { actor }, { id, vote: said, because = null }) {
    const found = await deploymentNamed(ctx, id);
    const word = VOTES.find((one) => one === said) ?? 'abstain';
    return changeDeployment(
      ctx,
      found,
      (d) => `Your vote on ${d.id} is ${word}.`,
      (d, now) => {
        const catalog = ctx.catalog();
        const cast = { vote: word, because, configuration: catalog.version };
        return decide(d, actingBy(catalog, actor), cast, now);
      },
    );
  },
});
