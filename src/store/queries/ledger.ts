import { desc, eq } from 'drizzle-orm';
import type { LedgerLine } from '../../ports/records.ts';
import { auditEntry } from '../schema/audit-entry.ts';
import type { Tables } from './tables.ts';

/** What the ledger says of a subject (`D-12`), newest first. */
export async function listLedger(tables: Tables, subject: string): Promise<readonly LedgerLine[]> {
  const rows = await tables
    .select({ seq: auditEntry.seq, n: auditEntry.n, body: auditEntry.body })
    .from(auditEntry)
    .where(eq(auditEntry.subject, subject))
    .orderBy(desc(auditEntry.n));
  return rows.map(({ seq, n, body }) => ({ ref: `${subject}#${n}`, seq, body: JSON.parse(body) }));
}
