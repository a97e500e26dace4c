import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { hash } from './ledger-head.ts';

/** Few among many: rules, locks, blackouts, what nobody deployed. What others changed is asked for in its own table. */
export const aboutNeither = sql`subject NOT LIKE 'D-%' AND subject NOT LIKE 'E-%'`;

/**
 * The ledger. `body` is text, never jsonb, which would reorder keys and rewrite numbers: its exact
 * bytes are what `leaf` hashes. Triggers (a custom migration) refuse UPDATE, DELETE and TRUNCATE.
 */
export const auditEntry = pgTable(
  'audit_entry',
  {
    seq: bigint({ mode: 'number' }).primaryKey(),
    subject: text().notNull(),
    n: integer().notNull(),
    body: text().notNull(),
    leaf: hash().notNull(),
  },
  (t) => [
    unique('audit_entry_ref').on(t.subject, t.n),
    index('audit_entry_besides').on(t.seq).where(aboutNeither),
    check('audit_entry_counts', sql`${t.seq} >= 1 AND ${t.n} >= 1`),
    check('audit_entry_leaf_is_hash', sql`octet_length(${t.leaf}) = 32`),
  ],
);
