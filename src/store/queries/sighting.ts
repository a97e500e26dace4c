import { and, eq } from 'drizzle-orm';
import type { Sighting } from '../../domain/deployment/sighting.ts';
import type { Target } from '../../domain/kernel/target.ts';
import { sighting } from '../schema/sighting.ts';
import type { Tables } from './tables.ts';

/** What was last said of what serves at this target; null before there was anything to say. */
export async function findSighting(
  tables: Tables,
  { service, environment }: Target,
): Promise<Sighting | null> {
  const rows = await tables
    .select({ body: sighting.body })
    .from(sighting)
    .where(and(eq(sighting.service, service), eq(sighting.environment, environment)));
  return rows[0]?.body ?? null;
}
