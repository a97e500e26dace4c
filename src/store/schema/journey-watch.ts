import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { JourneyWatch } from '../../domain/deployment/journey-watch.ts';

/** Whether something is still to be done or said of it: how the partial index says it. */
export const isRed = sql`body ->> 'red' IS NOT NULL`;

/** What the last rounds of each journey found that is walked while something goes on there. */
export const journeyWatch = pgTable(
  'journey_watch',
  {
    environment: text().notNull(),
    service: text().notNull(),
    name: text().notNull(),
    revision: integer().notNull(),
    body: jsonb().$type<JourneyWatch>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.environment, t.service, t.name] }),
    index('journey_watch_red').on(t.environment, t.service).where(isRed),
  ],
);
