import { and, desc, inArray, isNull, sql } from 'drizzle-orm';
import type { Event } from '../../ports/event.ts';
import { outbox } from '../schema/outbox.ts';
import type { Tables } from './tables.ts';

/** What not everybody has heard of yet, of these types, the newest first. */
export async function listUntold(
  tables: Tables,
  types: readonly Event['type'][],
  limit: number,
): Promise<readonly Event[]> {
  const { id, event, toldAt } = outbox;
  const rows = await tables
    .select({ event })
    .from(outbox)
    .where(and(isNull(toldAt), inArray(sql`${event} ->> 'type'`, [...types])))
    .orderBy(desc(id))
    .limit(limit);
  return rows.map((row) => row.event);
}
