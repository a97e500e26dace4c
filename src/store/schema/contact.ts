import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Lost } from '../../domain/deployment/contact.ts';

/**
 * Signs of life of a provider call that takes long (`call_revision` says at which revision of the
 * deployment), and what the card says of lost contact. Times in ms.
 */
export const contact = pgTable(
  'contact',
  {
    deployment: text().primaryKey(),
    callRevision: integer('call_revision'),
    provider: text(),
    askedAt: bigint('asked_at', { mode: 'number' }),
    heardAt: bigint('heard_at', { mode: 'number' }),
    waitedUntil: bigint('waited_until', { mode: 'number' }),
    lost: jsonb().$type<Lost>(),
    notedRevision: integer('noted_revision'),
    n: integer().notNull().default(0),
  },
  (t) => [index('contact_lost').on(t.deployment).where(sql`lost IS NOT NULL`)],
);
