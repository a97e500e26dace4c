import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { FeedState } from '../../domain/governance/calendar-feed.ts';

/**
 * One row for each calendar that is read again and again; `body` is null until somebody has looked.
 * `looked_at` in ms gives each look to one process.
 */
export const calendarFeed = pgTable(
  'calendar_feed',
  {
    service: text().notNull(),
    environment: text().notNull(),
    lookedAt: bigint('looked_at', { mode: 'number' }).notNull().default(0),
    revision: integer().notNull().default(0),
    body: jsonb().$type<FeedState>(),
  },
  (t) => [
    primaryKey({ columns: [t.service, t.environment] }),
    index('calendar_feed_looked').on(t.lookedAt),
  ],
);

/** Every text that a calendar was ever read as, by its SHA-256: what was decided by it can be looked at again. */
export const calendarCopy = pgTable('calendar_copy', {
  digest: text().primaryKey(),
  service: text().notNull(),
  text: text().notNull(),
  at: bigint({ mode: 'number' }).notNull(),
});
