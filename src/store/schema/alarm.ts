import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';

/** What people are alarmed about: the how many-th time, and the how many-th word on it. */
export const alarm = pgTable('alarm', {
  name: text().primaryKey(),
  incident: integer().notNull(),
  n: integer().notNull(),
  open: boolean().notNull(),
  /** What the last word was about, to see whether there is another. */
  about: text().notNull(),
});
