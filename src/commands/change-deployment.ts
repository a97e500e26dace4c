import type { Deployment } from '../domain/deployment/deployment.ts';
import type { DeploymentChange } from '../domain/deployment/moves.ts';
import { isRefusal, type Refusal } from '../domain/kernel/refusal.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { joinDeployment } from '../ports/trace.ts';
import type { Reply } from './command.ts';
import { answer, no } from './reply.ts';

/** What verbs about one deployment share: decide on the row as it is now, record, answer. */
export async function changeDeployment(
  ctx: Pick<Context, 'store'>,
  found: Deployment | Refusal,
  done: (d: Deployment) => string,
  decide: (d: Deployment, now: Instant) => DeploymentChange | Refusal,
): Promise<Reply> {
  if (isRefusal(found)) return no(found);
  joinDeployment(found);
  const recorded = await ctx.store.change(
    { target: found, deployment: found.id },
    ({ deployment, now }) => (deployment ? decide(deployment, now) : null),
  );
  return answer(recorded, done(found));
}
