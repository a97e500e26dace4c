import { bigint, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { FlagStanding } from '../../ports/flags.ts';

/**
 * One row for each flag in each environment: the rule sets that are there and who gets which. `epoch` is the highest
 * fence that was seen, `revision` rises with every write.
 */
export const flag = pgTable(
  'flag',
  {
    service: text().notNull(),
    environment: text().notNull(),
    epoch: integer().notNull(),
    revision: bigint({ mode: 'number' }).notNull(),
    body: jsonb().$type<Omit<FlagStanding, 'epoch'>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.environment, t.service] })],
);
