import { and, asc, lte, sql } from 'drizzle-orm';
import {
  type Deployment,
  type DeploymentId,
  isDeploymentId,
} from '../../domain/deployment/deployment.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { deployment } from '../schema/deployment.ts';
import type { Tables } from './tables.ts';

/** Deployments not over whose wake-up has come, oldest first, of one kind where it is named. The statuses are those of the partial index. */
export async function listOverdue(
  tables: Tables,
  now: Instant,
  limit: number,
  kind?: Deployment['kind'],
): Promise<readonly DeploymentId[]> {
  const rows = await tables
    .select({ id: deployment.id })
    .from(deployment)
    .where(
      and(
        sql`${deployment.status} IN ('pending', 'running')`,
        lte(deployment.wakeAt, now),
        kind === undefined ? undefined : sql`${deployment.body} ->> 'kind' = ${kind}`,
      ),
    )
    .orderBy(asc(deployment.wakeAt))
    .limit(limit);
  return rows.map((row) => row.id).filter(isDeploymentId);
}
