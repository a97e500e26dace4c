import type { Artifact } from '../domain/artifact/artifact.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Context } from '../ports/context.ts';

/**
 * What will serve when the deployment starts: what is under way there when it queues behind it, what
 * was there before when it takes its place, else what serves now. It is looked at again at the start.
 */
export async function startingPoint(
  { records }: Pick<Context, 'records'>,
  target: Target,
  { queue, replace }: { readonly queue: boolean; readonly replace: boolean },
  now: Artifact | null,
): Promise<Artifact | null> {
  if (!queue && !replace) return now;
  const { service, environment } = target;
  const [under] = await records.deployments({
    service,
    environment,
    statuses: ['running'],
    limit: 1,
  });
  if (!under) return now;
  return replace && under.kind === 'deploy' ? under.previous : under.artifact;
}
