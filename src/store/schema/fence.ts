import { sql } from 'drizzle-orm';
import { bigint, check, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/**
 * One row per target: the row every change locks first, the epoch that rides with every provider
 * call, and who drives the target until when (milliseconds). `held_at` stays when a lease is given
 * back: the last sign of life of any worker.
 */
export const fence = pgTable(
  'fence',
  {
    service: text().notNull(),
    environment: text().notNull(),
    epoch: bigint({ mode: 'number' }).notNull().default(0),
    holder: text(),
    leaseUntil: bigint('lease_until', { mode: 'number' }).notNull().default(0),
    heldAt: bigint('held_at', { mode: 'number' }),
  },
  (t) => [
    primaryKey({ columns: [t.service, t.environment] }),
    check('fence_epoch_counts', sql`${t.epoch} >= 0`),
  ],
);
