import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Deployment } from '../../domain/deployment/deployment.ts';
import type { Target } from '../../domain/kernel/target.ts';
import { deployment } from '../schema/deployment.ts';
import type { Tables } from './tables.ts';

/** Succeeded at this target and not rolled back since, newest first. */
export async function listVerified(
  tables: Tables,
  target: Target,
  limit: number,
): Promise<readonly Deployment[]> {
  const rows = await tables
    .select({ body: deployment.body })
    .from(deployment)
    .where(verifiedAt(target))
    .orderBy(desc(deployment.finishedAt), desc(deployment.number))
    .limit(limit);
  return rows.map((row) => row.body);
}

/** Whether this digest is that of any deployment verified at the target. */
export async function isVerifiedAt(
  tables: Tables,
  target: Target,
  digest: string,
): Promise<boolean> {
  const rows = await tables
    .select({ id: deployment.id })
    .from(deployment)
    .where(and(verifiedAt(target), eq(deployment.digest, digest)))
    .limit(1);
  return rows.length > 0;
}

/** The status is written out: a parameter would hide from the planner that the partial index fits. */
function verifiedAt({ service, environment }: Target): SQL | undefined {
  return and(
    eq(deployment.service, service),
    eq(deployment.environment, environment),
    sql`${deployment.status} = 'succeeded'`,
    isNull(deployment.rolledBackBy),
  );
}
