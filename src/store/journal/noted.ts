import type { PoolClient } from 'pg';
import type { Entry } from '../../domain/kernel/change.ts';
import { type Instant, instant } from '../../domain/kernel/time.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';
import { append, lockHead } from '../ledger/append.ts';
import { chain } from '../ledger/entry.ts';

const NOW = `SELECT ${nowSql('$1')} AS now`;

/** What belongs to one person and stands in the ledger: all of it in one transaction, or nothing. */
export async function inOne<T>(
  { pool }: Database,
  run: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('BEGIN');
    const answer = await run(client);
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new Error('the change was rolled back at its commit');
    broken = false;
    return answer;
  } finally {
    // A connection in an unknown state is closed, which also undoes what it had begun.
    client.release(broken);
  }
}

export async function nowOf(client: PoolClient, { clock }: Database): Promise<Instant> {
  const { rows } = await client.query<{ now: string }>(NOW, [nowParameter(clock)]);
  return instant(Number(rows[0]?.now));
}

/** The last thing before the commit: all writers of the ledger wait for each other here. */
export async function note(client: PoolClient, one: Entry): Promise<void> {
  await append(client, chain(await lockHead(client, [one]), [one]));
}

export function entryOf(
  person: string,
  { what, by, at }: Pick<Entry, 'what' | 'by' | 'at'>,
  evidence: Entry['evidence'] = {},
): Entry {
  return { subject: `person:${person}`, what, by, at, evidence };
}
