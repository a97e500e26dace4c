import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Factor } from '../../domain/governance/second-factor.ts';

/** `sealed`: the secret, encrypted with a key that is not in the database. */
export const secondFactor = pgTable('second_factor', {
  person: text().primaryKey(),
  sealed: text().notNull(),
  body: jsonb().$type<Factor>().notNull(),
});
