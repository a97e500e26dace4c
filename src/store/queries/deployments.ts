import { and, desc, eq, gte, inArray, type SQL, sql } from 'drizzle-orm';
import type { Deployment } from '../../domain/deployment/deployment.ts';
import type { Filter } from '../../ports/records.ts';
import { deployment } from '../schema/deployment.ts';
import type { Tables } from './tables.ts';

/** Deployments that fit the filter, newest first. */
export async function listDeployments(
  tables: Tables,
  filter: Filter,
): Promise<readonly Deployment[]> {
  const rows = await tables
    .select({ body: deployment.body })
    .from(deployment)
    .where(and(...conditions(filter)))
    .orderBy(desc(deployment.number))
    .limit(filter.limit);
  return rows.map((row) => row.body);
}

function conditions({ statuses, service, environment, requestedBy, digest, since }: Filter): SQL[] {
  return [
    ...(statuses ? [inArray(deployment.status, [...statuses])] : []),
    ...(service === undefined ? [] : [eq(deployment.service, service)]),
    ...(environment === undefined ? [] : [eq(deployment.environment, environment)]),
    ...(requestedBy === undefined ? [] : [eq(deployment.requestedBy, requestedBy)]),
    ...(digest === undefined ? [] : [eq(deployment.digest, digest)]),
    ...(since === undefined ? [] : [gte(lastTouched, since)]),
  ];
}

/** As the index `deployment_touched` says it; `greatest` ignores what is null. */
const lastTouched = sql`greatest(${deployment.requestedAt}, ${deployment.startedAt}, ${deployment.finishedAt})`;
