import { and, asc, eq, lte, sql } from 'drizzle-orm';
import type { Departure } from '../../domain/governance/departure.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import { departure } from '../schema/departure.ts';
import type { Tables } from './tables.ts';

const isOpen = sql`${departure.wakeAt} IS NOT NULL`;

export async function findDeparture(tables: Tables, id: string): Promise<Departure | null> {
  const rows = await tables
    .select({ body: departure.body })
    .from(departure)
    .where(eq(departure.id, id));
  return rows[0]?.body ?? null;
}

/** Those that are not over, the next to leave first. */
export async function listDepartures(tables: Tables, limit: number): Promise<readonly Departure[]> {
  const rows = await tables
    .select({ body: departure.body })
    .from(departure)
    .where(isOpen)
    .orderBy(asc(departure.departsAt))
    .limit(limit);
  return rows.map(({ body }) => body);
}

/** Those whose time to be looked at has come, the longest due first. */
export async function listDueDepartures(
  tables: Tables,
  now: Instant,
  limit: number,
): Promise<readonly string[]> {
  const rows = await tables
    .select({ id: departure.id })
    .from(departure)
    .where(and(isOpen, lte(departure.wakeAt, now)))
    .orderBy(asc(departure.wakeAt))
    .limit(limit);
  return rows.map(({ id }) => id);
}
