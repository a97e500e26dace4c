import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Records } from '../ports/records.ts';

/**
 * The newest deployment there that people meet or have met; null where there is none. One that runs and that nobody
 * has met yet, though it may wait for a person for days, does not hide what serves meanwhile.
 */
export async function newestMet(
  { records }: { readonly records: Pick<Records, 'deployments'> },
  { service, environment }: Target,
): Promise<Deployment | null> {
  const statuses = ['running', 'succeeded'] as const;
  const newest = await records.deployments({ service, environment, statuses, limit: 2 });
  return newest.find((d) => !isUnmet(d)) ?? null;
}

function isUnmet({ kind, status, exposedAt }: Deployment): boolean {
  return kind === 'deploy' && status === 'running' && exposedAt === null;
}
