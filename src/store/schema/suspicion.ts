import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Suspicion } from '../../domain/correlation/suspicion.ts';

/** Whether it is known what it was: how the partial index says it. */
export const isAnswered = sql`body ->> 'cause' IS NOT NULL`;

/** The incident's number, by which the newest come first. */
export const incidentNumberOf = sql`(substr(incident, 5)::bigint)`;

/** Whom we suspect of an incident; `body` is the truth, the other columns repeat what queries ask for. */
export const suspicion = pgTable(
  'suspicion',
  {
    incident: text().primaryKey(),
    service: text().notNull(),
    environment: text().notNull(),
    revision: integer().notNull(),
    body: jsonb().$type<Suspicion>().notNull(),
  },
  (t) => [
    index('suspicion_service').on(t.service, incidentNumberOf),
    index('suspicion_answered').on(incidentNumberOf).where(isAnswered),
    check('suspicion_revision_counts', sql`${t.revision} >= 0`),
  ],
);
