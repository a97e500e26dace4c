import { sql } from 'drizzle-orm';
import { bigint, check, index, json, pgTable, text } from 'drizzle-orm/pg-core';
import type { Act } from '../../ports/inbox.ts';

/**
 * What was received, by the sender's own id. `body` is json, not jsonb: strangers may send `\u0000`
 * and lone surrogates, which jsonb refuses, and nothing asks inside it. Times in ms; `turn` is the order of work.
 */
export const inbox = pgTable(
  'inbox',
  {
    id: text().primaryKey(),
    kind: text().$type<Act['kind']>().notNull(),
    body: json().$type<Act['body']>().notNull(),
    receivedAt: bigint('received_at', { mode: 'number' }).notNull(),
    turn: bigint({ mode: 'number' }).notNull().default(0),
    heldUntil: bigint('held_until', { mode: 'number' }).notNull().default(0),
    doneAt: bigint('done_at', { mode: 'number' }),
  },
  (t) => [
    index('inbox_unfinished').on(t.turn).where(sql`done_at IS NULL`),
    index('inbox_done').on(t.doneAt).where(sql`done_at IS NOT NULL`),
    check(
      'inbox_kind_known',
      sql`${t.kind} IN ('command', 'action', 'submission', 'event', 'alert', 'version', 'ticket', 'change', 'tests')`,
    ),
  ],
);
