import { and, asc, eq } from 'drizzle-orm';
import type { JourneyWatch } from '../../domain/deployment/journey-watch.ts';
import type { Target } from '../../domain/kernel/target.ts';
import { isRed, journeyWatch } from '../schema/journey-watch.ts';
import type { Tables } from './tables.ts';

/** What the last rounds of a journey found, or null before the first. */
export async function findJourneyWatch(
  tables: Tables,
  { service, environment }: Target,
  name: string,
): Promise<JourneyWatch | null> {
  const { environment: where, service: whose, name: which, body } = journeyWatch;
  const [row] = await tables
    .select({ body })
    .from(journeyWatch)
    .where(and(eq(where, environment), eq(whose, service), eq(which, name)));
  return row?.body ?? null;
}

/** Those that are red, or of which it is not said yet that they are not. */
export async function listRedJourneys(
  tables: Tables,
  limit: number,
): Promise<readonly JourneyWatch[]> {
  const { environment, service, body } = journeyWatch;
  const rows = await tables
    .select({ body })
    .from(journeyWatch)
    .where(isRed)
    .orderBy(asc(environment), asc(service))
    .limit(limit);
  return rows.map((row) => row.body);
}
