import { sql } from 'drizzle-orm';
import { bigint, check, customType, pgTable, smallint } from 'drizzle-orm/pg-core';

/** 32 bytes of SHA-256. */
export const hash = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/**
 * The end of the chain, in one row: how many entries there are and the leaf of the last. Locking it is
 * what makes `seq` gap-free, which a sequence is not. A migration inserts the row.
 */
export const ledgerHead = pgTable(
  'ledger_head',
  {
    id: smallint().primaryKey(),
    size: bigint({ mode: 'number' }).notNull(),
    leaf: hash().notNull(),
  },
  (t) => [
    check('ledger_head_is_one', sql`${t.id} = 1`),
    check('ledger_head_leaf_is_hash', sql`octet_length(${t.leaf}) = 32`),
  ],
);
