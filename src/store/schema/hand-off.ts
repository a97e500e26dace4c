import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { HandOff } from '../../domain/governance/hand-off.ts';

/** Artifacts on their way; `body` is the truth, the other columns repeat what queries ask for. Times in ms. */
export const handOff = pgTable(
  'hand_off',
  {
    service: text().notNull(),
    version: text().notNull(),
    environment: text().notNull(),
    wakeAt: bigint('wake_at', { mode: 'number' }),
    revision: integer().notNull(),
    body: jsonb().$type<HandOff>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.service, t.version] }),
    index('hand_off_due').on(t.wakeAt).where(sql`wake_at IS NOT NULL`),
  ],
);
