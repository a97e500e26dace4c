import { and, desc, eq, gte, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import type { Deployment } from '../../domain/deployment/deployment.ts';
import type { MovedFilter } from '../../ports/records.ts';
import { deployment } from '../schema/deployment.ts';
import type { Tables } from './tables.ts';

/** As the index `deployment_touched` says it; `greatest` ignores what is null. */
const lastTouched = sql`greatest(requested_at, started_at, finished_at)`;

/** Deployments that started, by when they last started or ended, the newest first: as many as asked for are read. */
export async function listMoved(
  tables: Tables,
  { since, until, environment, services, limit }: MovedFilter,
): Promise<readonly Deployment[]> {
  const rows = await tables
    .select({ body: deployment.body })
    .from(deployment)
    .where(
      and(
        gte(lastTouched, since),
        isNotNull(deployment.startedAt),
        ...(until === undefined ? [] : [lte(deployment.startedAt, until)]),
        ...(environment === undefined ? [] : [eq(deployment.environment, environment)]),
        ...(services === undefined ? [] : [inArray(deployment.service, [...services])]),
      ),
    )
    .orderBy(desc(lastTouched))
    .limit(limit);
  return rows.map((row) => row.body);
}
