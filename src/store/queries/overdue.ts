import { and, asc, lte, sql } from 'drizzle-orm';
import { type Deployment, isDeploymentId } from '../../domain/deployment/deployment.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import type { Overdue } from '../../ports/records.ts';
import { deployment } from '../schema/deployment.ts';
import type { Tables } from './tables.ts';

/** Deployments of a kind, not over, whose wake-up has come, oldest first. The statuses are those of the partial index. */
export async function listOverdue(
  tables: Tables,
  now: Instant,
  limit: number,
  kind: Deployment['kind'],
): Promise<readonly Overdue[]> {
  const rows = await tables
    .select({ id: deployment.id, wakeAt: deployment.wakeAt })
    .from(deployment)
    .where(
      and(
        sql`${deployment.status} IN ('pending', 'running')`,
        lte(deployment.wakeAt, now),
        sql`${deployment.body} ->> 'kind' = ${kind}`,
      ),
    )
    .orderBy(asc(deployment.wakeAt))
    .limit(limit);
  return rows.flatMap(({ id, wakeAt }) =>
    isDeploymentId(id) && wakeAt !== null ? [{ id, wakeAt: instant(wakeAt) }] : [],
  );
}
