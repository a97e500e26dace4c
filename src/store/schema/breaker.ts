import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Breaker } from '../../domain/breaker/decide.ts';

/** Whether the line of a place runs; `*` stands for every service or every environment. */
export const breaker = pgTable(
  'breaker',
  {
    environment: text().notNull(),
    service: text().notNull(),
    revision: integer().notNull(),
    body: jsonb().$type<Breaker>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.environment, t.service] })],
);
