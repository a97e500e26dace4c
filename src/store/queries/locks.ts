import { sql } from 'drizzle-orm';
import type { Lock } from '../../domain/governance/lock.ts';
import type { Place } from '../../domain/governance/lock-place.ts';
import { lock } from '../schema/lock.ts';
import type { Tables } from './tables.ts';

/** What stands there of these places, whether it holds or not. */
export async function locksAt(tables: Tables, places: readonly Place[]): Promise<readonly Lock[]> {
  const pairs = places.map(({ service, environment }) => sql`(${service}, ${environment})`);
  const rows = await tables
    .select({ body: lock.body })
    .from(lock)
    .where(sql`(${lock.service}, ${lock.environment}) IN (${sql.join(pairs, sql`, `)})`);
  return rows.map((row) => row.body);
}

/** Every lock that somebody holds, or held until its time was over; newest first. */
export async function listLocks(tables: Tables): Promise<readonly Lock[]> {
  const rows = await tables
    .select({ body: lock.body })
    .from(lock)
    .where(sql`${lock.body}->'held' <> 'null'::jsonb`);
  const at = ({ held }: Lock): number => held?.at ?? 0;
  return rows.map((row) => row.body).toSorted((a, b) => at(b) - at(a));
}
