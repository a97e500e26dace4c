import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Lock } from '../../domain/governance/lock.ts';

/** A place that was ever locked, and for which change it is now; `service` may name more than a service. */
export const lock = pgTable(
  'lock',
  {
    service: text().notNull(),
    environment: text().notNull(),
    body: jsonb().$type<Lock>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.service, t.environment] })],
);
