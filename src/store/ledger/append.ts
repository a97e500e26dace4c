import type { PoolClient } from 'pg';
import type { Entry } from '../../domain/kernel/change.ts';
import type { Numbered, Place } from './entry.ts';

const LOCK_HEAD = {
  name: 'lock-head',
  text: 'SELECT size, leaf FROM ledger_head WHERE id = 1 FOR UPDATE',
};

/** Sent behind the lock and so reads what its last holder appended. */
const COUNTS = {
  name: 'count-entries',
  text: `
  SELECT subject, max(n) AS n FROM audit_entry WHERE subject = ANY($1::text[]) GROUP BY subject`,
};

/** And moves the head behind the last of them. */
const APPEND = {
  name: 'append-entries',
  text: `
  WITH appended AS (
    INSERT INTO audit_entry (seq, subject, n, body, leaf)
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::bytea[])
  )
  UPDATE ledger_head SET size = $6, leaf = $7 WHERE id = 1`,
};

/**
 * Locks the end of the ledger until the transaction ends. All writers wait for each other here, so it
 * is the last lock a change takes.
 */
export async function lockHead(client: PoolClient, entries: readonly Entry[]): Promise<Place> {
  const subjects = [...new Set(entries.map((entry) => entry.subject))];
  const [head, counts] = await Promise.all([
    client.query<{ size: string; leaf: Buffer }>(LOCK_HEAD),
    client.query<{ subject: string; n: number }>({ ...COUNTS, values: [subjects] }),
  ]);
  const [row] = head.rows;
  if (!row) throw new Error('the ledger has no head: its migration has not run');
  return {
    size: Number(row.size),
    leaf: row.leaf,
    counts: new Map(counts.rows.map(({ subject, n }) => [subject, n])),
  };
}

/** Writes numbered entries and moves the head behind them. */
export async function append(client: PoolClient, numbered: readonly Numbered[]): Promise<void> {
  const last = numbered.at(-1);
  if (!last) return;
  const values = [
    numbered.map((entry) => entry.seq),
    numbered.map((entry) => entry.subject),
    numbered.map((entry) => entry.n),
    numbered.map((entry) => entry.body),
    numbered.map((entry) => entry.leaf),
    last.seq,
    last.leaf,
  ];
  await client.query({ ...APPEND, values });
}
