import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { BurnWatch } from '../../domain/deployment/burn-watch.ts';

/** What a target with an objective served, as far back as its windows ask. */
export const burn = pgTable(
  'burn',
  {
    environment: text().notNull(),
    service: text().notNull(),
    revision: integer().notNull(),
    body: jsonb().$type<BurnWatch>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.environment, t.service] })],
);
