import { desc, eq, inArray } from 'drizzle-orm';
import type { Pool } from 'pg';
import type { LedgerLine, LedgerPeriod, LedgerTail } from '../../ports/records.ts';
import { aboutNeither, auditEntry } from '../schema/audit-entry.ts';
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

/** The newest lines about neither a deployment nor a change made elsewhere, as the partial index `audit_entry_besides` has them. */
export async function listBesides(tables: Tables, limit: number): Promise<LedgerTail> {
  const rows = await tables
    .select({
      subject: auditEntry.subject,
      seq: auditEntry.seq,
      n: auditEntry.n,
      body: auditEntry.body,
    })
    .from(auditEntry)
    .where(aboutNeither)
    .orderBy(desc(auditEntry.seq))
    .limit(limit);
  const lines = rows.map(({ subject, seq, n, body }) => ({
    ref: `${subject}#${n}`,
    seq,
    body: JSON.parse(body),
  }));
  return { lines, isAll: lines.length < limit };
}

/** The last entry before a moment, give or take those that were decided at the same time. */
const BEFORE = 'SELECT seq, body FROM audit_entry WHERE seq <= $1 ORDER BY seq DESC LIMIT 1';

/** RFC 8785 writes keys in their order: `at` comes first and `what` last, wherever else a text says the like. */
const WITHIN = `
  SELECT subject, seq, n, body FROM audit_entry
  WHERE seq >= $1 AND substr(body, 8, 24) >= $2 AND substr(body, 8, 24) < $3
    AND body LIKE ANY ($4::text[])
  ORDER BY seq DESC LIMIT $5`;

/** Entries are numbered in the order of their commits, which may differ from that of their times by so much. */
const SLACK_MS = 3_600_000;

/**
 * What was done in a period, as far as it is one of these things; newest first. The ledger has no index of
 * times: where the period begins is found by halving.
 */
export async function listWithin(
  pool: Pool,
  { since, until, what, limit }: LedgerPeriod,
): Promise<readonly LedgerLine[]> {
  const from = await firstAt(pool, since - SLACK_MS);
  const [begin, end] = [since, until].map((at) => new Date(at).toISOString());
  const endings = what.map((one) => `%,"what":"${one}"}`);
  const { rows } = await pool.query<{ subject: string; seq: string; n: number; body: string }>(
    WITHIN,
    [from, begin, end, endings, limit],
  );
  return rows.map(({ subject, seq, n, body }) => {
    return { ref: `${subject}#${n}`, seq: Number(seq), body: JSON.parse(body) };
  });
}

/** The number of an entry before which none is of this moment or later. */
async function firstAt(pool: Pool, at: number): Promise<number> {
  const { rows } = await pool.query<{ size: string }>('SELECT size FROM ledger_head WHERE id = 1');
  let [low, high] = [1, Number(rows[0]?.size ?? 0) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await pool.query<{ body: string }>(BEFORE, [middle]);
    const body = found.rows[0]?.body;
    const isBefore = body !== undefined && Date.parse(JSON.parse(body).at) < at;
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}
