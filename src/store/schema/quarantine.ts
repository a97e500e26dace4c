import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Quarantine } from '../../domain/flaky/quarantine.ts';

/** The last quarantine of each test; `body` is the truth, the other columns repeat what queries ask for. Times in ms. */
export const quarantine = pgTable(
  'quarantine',
  {
    service: text().notNull(),
    test: text().notNull(),
    /** When it is over; null where somebody ended it. */
    until: bigint({ mode: 'number' }),
    tellAt: bigint('tell_at', { mode: 'number' }),
    revision: integer().notNull(),
    body: jsonb().$type<Quarantine>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.service, t.test] }),
    index('quarantine_due').on(t.tellAt).where(sql`tell_at IS NOT NULL`),
  ],
);
