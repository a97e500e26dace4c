import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  text,
} from 'drizzle-orm/pg-core';
import type { Schedule } from '../../domain/governance/schedule.ts';

/** Gives `S-n` its n. */
export const scheduleNumber = pgSequence('schedule_number');

/** Standing orders; `body` is the truth, the other columns repeat what queries ask for. Times in ms. */
export const schedule = pgTable(
  'schedule',
  {
    id: text().primaryKey(),
    service: text().notNull(),
    environment: text().notNull(),
    wakeAt: bigint('wake_at', { mode: 'number' }),
    revision: integer().notNull(),
    body: jsonb().$type<Schedule>().notNull(),
  },
  (t) => [
    index('schedule_due').on(t.wakeAt).where(sql`wake_at IS NOT NULL`),
    check('schedule_revision_counts', sql`${t.revision} >= 0`),
  ],
);
