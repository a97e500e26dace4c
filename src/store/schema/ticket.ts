import { bigint, index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** That a user wrote to a desk or to a store, about what, and when; never what. `at` in ms. */
export const ticket = pgTable(
  'ticket',
  {
    source: text().notNull(),
    ref: text().notNull(),
    service: text().notNull(),
    environment: text().notNull(),
    at: bigint({ mode: 'number' }).notNull(),
    version: text(),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.ref] }),
    index('ticket_place').on(t.service, t.environment, t.at),
  ],
);
