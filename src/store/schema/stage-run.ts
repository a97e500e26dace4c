import { bigint, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/**
 * Each step and each wait of a deployment once it is over: written with the change that ended it, never
 * rewritten. Times in ms. `revision` is the one the deployment had afterwards.
 */
export const stageRun = pgTable(
  'stage_run',
  {
    deployment: text().notNull(),
    revision: integer().notNull(),
    stage: text().notNull(),
    service: text().notNull(),
    environment: text().notNull(),
    strategy: text().notNull(),
    beganAt: bigint('began_at', { mode: 'number' }).notNull(),
    at: bigint({ mode: 'number' }).notNull(),
    outcome: text().notNull(),
    attempts: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.deployment, t.revision, t.stage] }),
    index('stage_run_ended').on(t.service, t.environment, t.at),
  ],
);
