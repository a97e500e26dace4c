import { desc, eq, inArray } from 'drizzle-orm';
import type { Suspicion } from '../../domain/correlation/suspicion.ts';
import type { IncidentId } from '../../domain/incident/incident.ts';
import { incidentNumberOf, isAnswered, suspicion } from '../schema/suspicion.ts';
import type { Tables } from './tables.ts';

export async function findSuspicion(tables: Tables, id: IncidentId): Promise<Suspicion | null> {
  const [row] = await tables
    .select({ body: suspicion.body })
    .from(suspicion)
    .where(eq(suspicion.incident, id));
  return row?.body ?? null;
}

/** Those of incidents that were opened for these services, newest first. */
export async function listSuspicions(
  tables: Tables,
  services: readonly string[],
  limit: number,
): Promise<readonly Suspicion[]> {
  if (services.length === 0) return [];
  const rows = await tables
    .select({ body: suspicion.body })
    .from(suspicion)
    .where(inArray(suspicion.service, [...services]))
    .orderBy(desc(incidentNumberOf))
    .limit(limit);
  return rows.map(({ body }) => body);
}

/** Those of which it is known what it was, newest first. */
export async function listAnswered(tables: Tables, limit: number): Promise<readonly Suspicion[]> {
  const rows = await tables
    .select({ body: suspicion.body })
    .from(suspicion)
    .where(isAnswered)
    .orderBy(desc(incidentNumberOf))
    .limit(limit);
  return rows.map(({ body }) => body);
}
