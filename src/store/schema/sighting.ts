import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Sighting } from '../../domain/deployment/sighting.ts';

/**
 * One row for each target that is looked at; `body` is null until a look had something to say. `looked_at`
 * in ms gives each look to one process; `told` is the revision that people have been told of.
 */
export const sighting = pgTable(
  'sighting',
  {
    service: text().notNull(),
    environment: text().notNull(),
    lookedAt: bigint('looked_at', { mode: 'number' }).notNull().default(0),
    told: integer().notNull().default(0),
    revision: integer().notNull().default(0),
    body: jsonb().$type<Sighting>(),
  },
  (t) => [
    primaryKey({ columns: [t.service, t.environment] }),
    index('sighting_looked').on(t.lookedAt),
    index('sighting_untold').on(t.service).where(sql`told < revision`),
  ],
);
