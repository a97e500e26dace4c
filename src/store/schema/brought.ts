import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Commit } from '../../domain/dora/delivery.ts';

/** The commits a deployment brings, as the provider told them when it was asked for. */
export const brought = pgTable('brought', {
  deployment: text().primaryKey(),
  service: text().notNull(),
  environment: text().notNull(),
  commits: jsonb().$type<readonly Commit[]>().notNull(),
});
