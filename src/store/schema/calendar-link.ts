import { bigint, pgTable, text } from 'drizzle-orm/pg-core';

/** Each person's one link to the calendar: the token is nowhere, `hash` is its SHA-256 in hexadecimal. */
export const calendarLink = pgTable('calendar_link', {
  person: text().primaryKey(),
  hash: text().notNull().unique(),
  madeAt: bigint('made_at', { mode: 'number' }).notNull(),
});
