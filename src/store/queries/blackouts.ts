import { and, eq } from 'drizzle-orm';
import type { AdHocBlackout } from '../../domain/governance/ad-hoc-blackout.ts';
import type { Target } from '../../domain/kernel/target.ts';
import { blackout } from '../schema/blackout.ts';
import type { Tables } from './tables.ts';

/** What people have closed by a command in an environment, or anywhere; over or not. */
export async function listBlackouts(
  tables: Tables,
  environment: string | null,
): Promise<readonly AdHocBlackout[]> {
  const where = environment === null ? undefined : eq(blackout.environment, environment);
  const rows = await tables.select({ body: blackout.body }).from(blackout).where(where);
  return rows.map((row) => row.body).toSorted((a, b) => b.at - a.at);
}

/** The one of exactly this target, over or not. */
export async function findBlackout(
  tables: Tables,
  { service, environment }: Target,
): Promise<AdHocBlackout | null> {
  const [row] = await tables
    .select({ body: blackout.body })
    .from(blackout)
    .where(and(eq(blackout.environment, environment), eq(blackout.service, service)));
  return row?.body ?? null;
}
