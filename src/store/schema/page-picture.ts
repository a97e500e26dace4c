import { bigint, customType, index, pgTable, text } from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Pages on which a journey failed, until the chat has them or a day is over. Times in ms. */
export const pagePicture = pgTable(
  'page_picture',
  {
    key: text().primaryKey(),
    at: bigint({ mode: 'number' }).notNull(),
    jpeg: bytea().notNull(),
  },
  (t) => [index('page_picture_at').on(t.at)],
);
