import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Departure } from '../../domain/governance/departure.ts';

/** Departures of trains; `body` is the truth, the other columns repeat what queries ask for. Times in ms. */
export const departure = pgTable(
  'departure',
  {
    id: text().primaryKey(),
    departsAt: bigint('departs_at', { mode: 'number' }).notNull(),
    wakeAt: bigint('wake_at', { mode: 'number' }),
    revision: integer().notNull(),
    body: jsonb().$type<Departure>().notNull(),
  },
  (t) => [
    index('departure_due').on(t.wakeAt).where(sql`wake_at IS NOT NULL`),
    check('departure_revision_counts', sql`${t.revision} >= 0`),
  ],
);
