import { and, asc, lte, type SQL, sql } from 'drizzle-orm';
import type { Deployment } from '../../domain/deployment/deployment.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { deployment, everBroken, reviewChaseAt } from '../schema/deployment.ts';
import type { Tables } from './tables.ts';

/** Deployments that are over and whose review is still owed, the longest owed first; by a time, where one is given. */
export async function listReviews(
  tables: Tables,
  by: Instant | null,
  limit: number,
): Promise<readonly Deployment[]> {
  const rows = await tables
    .select({ body: deployment.body })
    .from(deployment)
    .where(and(owed, over, ...(by === null ? [] : [lte(chaseAt, by)])))
    .orderBy(asc(chaseAt))
    .limit(limit);
  return rows.map((row) => row.body);
}

const chaseAt: SQL = reviewChaseAt;
const owed = sql`${everBroken} AND ${reviewChaseAt} IS NOT NULL`;
const over = sql`${deployment.status} NOT IN ('pending', 'running')`;
