import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core';

/** Documents that were begun in the chat, by the act that asked; `address` once it is known. Times in ms. */
export const document = pgTable(
  'document',
  {
    act: text().primaryKey(),
    address: text(),
    at: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [index('document_at').on(t.at)],
);
