import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgSequence, pgTable, text } from 'drizzle-orm/pg-core';
import type { ActionItem } from '../../domain/governance/action-item.ts';

/** Gives `A-n` its n. */
export const actionNumber = pgSequence('action_number');

/** What retrospectives decided to change; `body` is the truth, the other columns repeat what queries ask for. Times in ms. */
export const actionItem = pgTable(
  'action_item',
  {
    number: bigint({ mode: 'number' }).primaryKey(),
    about: text().notNull(),
    owner: text().notNull(),
    chaseAt: bigint('chase_at', { mode: 'number' }),
    revision: integer().notNull(),
    body: jsonb().$type<ActionItem>().notNull(),
  },
  (t) => [
    index('action_item_about').on(t.about),
    index('action_item_open').on(t.chaseAt).where(sql`chase_at IS NOT NULL`),
  ],
);
