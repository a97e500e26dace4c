import { sql } from 'drizzle-orm';
import { bigint, bigserial, index, integer, pgTable, text } from 'drizzle-orm/pg-core';

/** What machines outside are told. `body` is text: it is sent as it was written. Times in ms. */
export const emission = pgTable(
  'emission',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    key: text().notNull().unique(),
    sink: text().notNull(),
    body: text().notNull(),
    addedAt: bigint('added_at', { mode: 'number' }).notNull(),
    dueAt: bigint('due_at', { mode: 'number' }).notNull(),
    attempts: integer().notNull().default(0),
    /** Sent, or given up: nobody needs it any more. */
    overAt: bigint('over_at', { mode: 'number' }),
  },
  (t) => [
    index('emission_unsent').on(t.sink, t.id).where(sql`over_at IS NULL`),
    index('emission_over').on(t.overAt).where(sql`over_at IS NOT NULL`),
  ],
);
