import { and, eq } from 'drizzle-orm';
import type { BurnWatch } from '../../domain/deployment/burn-watch.ts';
import type { Target } from '../../domain/kernel/target.ts';
import { burn } from '../schema/burn.ts';
import type { Tables } from './tables.ts';

/** What was measured of this target, or null before the first look. */
export async function findBurn(
  tables: Tables,
  { service, environment }: Target,
): Promise<BurnWatch | null> {
  const [row] = await tables
    .select({ body: burn.body })
    .from(burn)
    .where(and(eq(burn.environment, environment), eq(burn.service, service)));
  return row?.body ?? null;
}
