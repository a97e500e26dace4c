import type { Rejected } from '../domain/deployment/deployment.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Context } from '../ports/context.ts';

/** How many requests back it is looked for; further back nobody means it any more. */
const MOST = 20;

/** The newest rejection there since something last started, so that it is not asked for as if nothing was. */
export async function rejectedBefore(
  { records }: Pick<Context, 'records'>,
  target: Target,
): Promise<Rejected | null> {
  const { service, environment } = target;
  const recent = await records.deployments({ service, environment, limit: MOST });
  const started = recent.findIndex((d) => d.startedAt !== null);
  const since = started === -1 ? recent : recent.slice(0, started);
  const found = since.find((d) => d.outcome?.code === 'rejected');
  if (!found?.outcome) return null;
  const { by, why } = found.outcome;
  return { id: found.id, version: found.artifact.version, by, why };
}
