import { desc, eq, inArray } from 'drizzle-orm';
import type { LedgerLine } from '../../ports/records.ts';
import { aboutNoDeployment, auditEntry } from '../schema/audit-entry.ts';
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

/** What the ledger says of several subjects, each with its own lines, newest first. */
export async function listLedgerOf(
  tables: Tables,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, readonly LedgerLine[]>> {
  if (subjects.length === 0) return new Map();
  const rows = await tables
    .select({
      subject: auditEntry.subject,
      seq: auditEntry.seq,
      n: auditEntry.n,
      body: auditEntry.body,
    })
    .from(auditEntry)
    .where(inArray(auditEntry.subject, [...subjects]))
    .orderBy(desc(auditEntry.n));
  const lines = rows.map(({ subject, seq, n, body }) => ({
    subject,
    line: { ref: `${subject}#${n}`, seq, body: JSON.parse(body) },
  }));
  return new Map(
    subjects.map((subject) => [
      subject,
      lines.filter((one) => one.subject === subject).map(({ line }) => line),
    ]),
  );
}

/** The newest lines about anything but a deployment, as the partial index `audit_entry_besides` has them. */
export async function listBesides(tables: Tables, limit: number): Promise<readonly LedgerLine[]> {
  const rows = await tables
    .select({
      subject: auditEntry.subject,
      seq: auditEntry.seq,
      n: auditEntry.n,
      body: auditEntry.body,
    })
    .from(auditEntry)
    .where(aboutNoDeployment)
    .orderBy(desc(auditEntry.seq))
    .limit(limit);
  return rows.map(({ subject, seq, n, body }) => ({
    ref: `${subject}#${n}`,
    seq,
    body: JSON.parse(body),
  }));
}
