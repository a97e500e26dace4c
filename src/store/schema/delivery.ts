import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/**
 * What DORA's metrics need of a deployment, narrow so that a million of them are counted in an index:
 * written with the change that ends it, and that asks for a rollback. Times in ms. `counts`: it reached all
 * of the traffic, and so had what it rolls back; `commits`: how many it brought, null where nobody knows.
 */
export const delivery = pgTable(
  'delivery',
  {
    id: text().primaryKey(),
    service: text().notNull(),
    environment: text().notNull(),
    kind: text().notNull(),
    askedAt: bigint('asked_at', { mode: 'number' }).notNull(),
    at: bigint({ mode: 'number' }),
    succeeded: boolean().notNull(),
    exposed: boolean().notNull(),
    fullAt: bigint('full_at', { mode: 'number' }),
    counts: boolean().notNull(),
    rollbackOf: text('rollback_of'),
    fixes: text(),
    commits: integer(),
  },
  (t) => [
    index('delivery_ended').on(t.service, t.environment, t.at),
    index('delivery_remedy')
      .on(t.service, t.environment, t.askedAt, t.id, t.rollbackOf, t.fixes, t.at, t.succeeded)
      .where(sql`rollback_of IS NOT NULL OR fixes IS NOT NULL`),
  ],
);

/** Each commit once for a service in an environment: the first deployment that brought it and succeeded. */
export const deliveredCommit = pgTable(
  'delivered_commit',
  {
    service: text().notNull(),
    environment: text().notNull(),
    commit: text().notNull(),
    deployment: text().notNull(),
    committedAt: bigint('committed_at', { mode: 'number' }).notNull(),
    at: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.service, t.environment, t.commit] }),
    index('delivered_commit_at').on(t.service, t.environment, t.at, t.committedAt),
  ],
);
