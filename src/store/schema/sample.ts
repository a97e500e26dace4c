import { bigint, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Sample } from '../../domain/verdict/sequential-judge.ts';
import type { Compared } from '../../domain/verdict/success.ts';

/** What judges saw, look by look, and what comparisons did: written with the change that followed from it, never rewritten. */
export const sample = pgTable(
  'sample',
  {
    deployment: text().notNull(),
    revision: integer().notNull(),
    step: integer().notNull(),
    at: bigint({ mode: 'number' }).notNull(),
    body: jsonb().$type<Sample | Compared>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.deployment, t.revision] })],
);
