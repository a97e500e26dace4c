import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, json, pgTable, text } from 'drizzle-orm/pg-core';
import type { Content } from '../../ports/messages.ts';

/** One message as it should be, and what became of it. `content` is json for the reason of inbox.ts. Times in ms. */
export const message = pgTable(
  'message',
  {
    key: text().primaryKey(),
    channel: text().notNull(),
    under: text(),
    broadcast: boolean().notNull(),
    content: json().$type<Content>().notNull(),
    revision: bigint({ mode: 'number' }).notNull(),
    ts: text(),
    sentRevision: bigint('sent_revision', { mode: 'number' }),
    doubtful: boolean().notNull().default(false),
    /** In whose thread the doubtful post was made: the message it belongs under may be another one since. */
    begunUnder: text('begun_under'),
    parked: text(),
    /** When a parked one is tried once more, because people can mend what is in its way; null: never. */
    retryAt: bigint('retry_at', { mode: 'number' }),
    reposted: boolean().notNull().default(false),
    attempts: integer().notNull().default(0),
    wantedAt: bigint('wanted_at', { mode: 'number' }).notNull(),
    dueAt: bigint('due_at', { mode: 'number' }).notNull(),
    /** In which trace it was last wished for, for the lines of the log about its sending. */
    trace: text(),
    heldUntil: bigint('held_until', { mode: 'number' }).notNull().default(0),
  },
  (t) => [
    index('message_due')
      .on(t.dueAt)
      .where(sql`parked IS NULL AND (sent_revision IS NULL OR sent_revision < revision)`),
    index('message_posted').on(t.ts),
    index('message_parked').on(t.wantedAt).where(sql`parked IS NOT NULL`),
    index('message_mendable')
      .on(t.channel, t.retryAt)
      .where(sql`parked IS NOT NULL AND retry_at IS NOT NULL`),
    index('message_thread').on(t.under).where(sql`sent_revision IS NULL`),
  ],
);
