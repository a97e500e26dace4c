import type { Deployment } from '../domain/deployment/deployment.ts';
import { type Look, riseIn } from '../domain/feedback/look.ts';
import { plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { userFeedback } from './user-feedback.ts';

/** Says that users complain more since a deployment. Said again, it changes nothing. */
export type TellRise = (d: Deployment, looks: readonly Look[]) => Promise<void>;

/** The last look is a week after people met it; a day more, for whoever was away. */
const LONGEST_MS = 8 * 86_400_000;
const MOST_DEPLOYMENTS = 500;

/**
 * Looks at what was put before users lately, where anybody tells of them, and says what rose. Safe to call at any time and
 * twice; one that cannot be looked at does not keep the others.
 */
export async function tellRises(
  ctx: Pick<Context, 'catalog' | 'records' | 'provider' | 'log'>,
  tell: TellRise,
): Promise<void> {
  const { tickets = [], reviews = [] } = ctx.catalog();
  const environments = new Set([...tickets, ...reviews].map(({ inEnvironment }) => inEnvironment));
  if (environments.size === 0) return;
  const now = await ctx.records.now();
  const since = plus(now, -LONGEST_MS);
  for (const environment of environments) {
    const all = await ctx.records.deployments({ environment, since, limit: MOST_DEPLOYMENTS });
    for (const d of all) {
      try {
        const looks = await userFeedback(ctx, d, now);
        if (riseIn(looks)) await tell(d, looks);
      } catch (error) {
        const { id } = d;
        ctx.log.warn({ id, error: String(error) }, 'what users write could not be looked at');
      }
    }
  }
}
