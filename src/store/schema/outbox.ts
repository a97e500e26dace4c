import { sql } from 'drizzle-orm';
import { bigint, bigserial, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Event } from '../../ports/event.ts';

/** Events recorded with their change. `told_at` (ms) is null until every subscriber has heard. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    service: text().notNull(),
    environment: text().notNull(),
    event: jsonb().$type<Event>().notNull(),
    toldAt: bigint('told_at', { mode: 'number' }),
  },
  (t) => [
    index('outbox_untold').on(t.id).where(sql`told_at IS NULL`),
    index('outbox_told').on(t.toldAt).where(sql`told_at IS NOT NULL`),
  ],
);
