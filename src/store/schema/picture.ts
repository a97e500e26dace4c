import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core';

/** Pictures that the chat keeps: `key` is the SHA-256 of what they show, `file` the chat's id. Times in ms. */
export const picture = pgTable(
  'picture',
  {
    key: text().primaryKey(),
    file: text().notNull(),
    at: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [index('picture_at').on(t.at)],
);
