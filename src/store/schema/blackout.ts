import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { AdHocBlackout } from '../../domain/governance/ad-hoc-blackout.ts';

/** A blackout made by a command: one at most for a target, where `*` stands for every service. */
export const blackout = pgTable(
  'blackout',
  {
    environment: text().notNull(),
    service: text().notNull(),
    revision: integer().notNull(),
    body: jsonb().$type<AdHocBlackout>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.environment, t.service] })],
);
