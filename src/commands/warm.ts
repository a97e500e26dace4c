import { keepWarm } from '../domain/deployment/warm.ts';
import { principal } from '../domain/kernel/actor.ts';
import { parseDuration } from '../domain/kernel/duration.ts';
import { refuse } from '../domain/kernel/refusal.ts';
import { changeDeployment } from './change-deployment.ts';
import { defineVerb } from './command.ts';
import { deploymentFor } from './find.ts';
import { keyword, reason, required } from './grammar/spec.ts';
import { no } from './reply.ts';

/** The version before runs on beside the new one, so that one can switch back at once. */
export const warm = defineVerb({
  name: 'warm',
  root: '/release',
  aliases: [],
  says: 'Keep the version before warm longer while a blue-green deployment bakes',
  example: '/release warm D-12 for 15m because "looking at the orders"',
  args: { id: required('id'), for: keyword('text', 'for'), because: reason() },
  needs: ['steer'],
  urgent: false,
  async run(ctx, asked, { id, for: length, because = null }) {
    const askedMs = length === undefined ? null : parseDuration(length);
    if (length !== undefined && askedMs === null)
      return no(
        refuse('bad-duration', `"${length}" is not a length of time.`, {
          fix: 'Write it such as 15m or 1h.',
        }),
      );
    const found = await deploymentFor(ctx, asked, 'steer', id);
    const by = principal(asked.actor);
    return changeDeployment(
      ctx,
      found,
      (d) => `The version before ${d.artifact.version} is kept warm longer.`,
      (d, now) => keepWarm(d, { by, because, askedMs }, now),
    );
  },
});
