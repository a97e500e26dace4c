import { and, eq, sql } from 'drizzle-orm';
import type { Occupant } from '../../domain/gates/facts.ts';
import { deployment } from '../schema/deployment.ts';
import type { Tables } from './tables.ts';

/** What runs in an environment; the version alone lies in the body, which is opened for that service and no other. */
export async function listOccupants(
  tables: Tables,
  environment: string,
  service: string,
): Promise<readonly Occupant[]> {
  return tables
    .select({
      id: deployment.id,
      service: deployment.service,
      startedBy: deployment.requestedBy,
      version: sql<string | null>`CASE WHEN ${deployment.service} = ${service}
        THEN ${deployment.body} -> 'artifact' ->> 'version' END`,
    })
    .from(deployment)
    .where(and(eq(deployment.status, 'running'), eq(deployment.environment, environment)));
}
