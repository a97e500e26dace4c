import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Lock } from '../../domain/governance/lock.ts';

/** A target that a person keeps to themselves; no row, no lock. */
export const lock = pgTable(
  'lock',
  {
    service: text().notNull(),
    environment: text().notNull(),
    body: jsonb().$type<Lock>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.service, t.environment] })],
);
