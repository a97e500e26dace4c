import type { PoolClient } from 'pg';
import type { KnownPeople, PeopleChange } from '../domain/catalog/people-list.ts';
import { isRefusal, type Refusal } from '../domain/kernel/refusal.ts';
import { instant } from '../domain/kernel/time.ts';
import type { People, PeopleStanding } from '../ports/people.ts';
import { type Database, nowParameter, nowSql } from './clock.ts';
import { append, lockHead } from './ledger/append.ts';
import { chain } from './ledger/entry.ts';
import { retried } from './weather.ts';

/** `FWPL`. Lists are few, so whoever takes one has them all. */
const LOCK_KEY = 0x46_57_50_4c;

const LAST = 'SELECT body FROM people_list ORDER BY serial DESC LIMIT 1';
const ALL = 'SELECT body FROM people_list ORDER BY serial';
const SERIAL = 'SELECT coalesce(max(serial), 0) AS serial FROM people_list';
const INSERT = 'INSERT INTO people_list (serial, body) VALUES ($1, $2)';
const READ = `SELECT ${nowSql('$1')} AS now, (${LAST}) AS last`;

/** Where the lists of people are; taking one is a transaction, the ledger's entry in it. */
export function createPeople(database: Database): People {
  const { pool } = database;
  const bodies = async (sql: string): Promise<readonly KnownPeople[]> =>
    (await pool.query<{ body: KnownPeople }>(sql)).rows.map(({ body }) => body);
  return {
    change: (decide) => retried(() => changeOnce(database, decide)),
    async serial() {
      const { rows } = await pool.query<{ serial: string }>(SERIAL);
      return Number(rows[0]?.serial ?? 0);
    },
    last: async () => (await bodies(LAST))[0] ?? null,
    all: () => bodies(ALL),
  };
}

async function changeOnce(
  { pool, clock }: Database,
  decide: (at: PeopleStanding) => PeopleChange | Refusal,
): Promise<PeopleChange | Refusal> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY]);
    const values = [nowParameter(clock)];
    const { rows } = await client.query<{ now: string; last: KnownPeople | null }>(READ, values);
    const change = decide({ last: rows[0]?.last ?? null, now: instant(Number(rows[0]?.now)) });
    if (isRefusal(change)) await client.query('ROLLBACK');
    else await write(client, change);
    broken = false;
    return change;
  } finally {
    // A connection in an unknown state is closed, which also undoes what it had begun.
    client.release(broken);
  }
}

async function write(client: PoolClient, { rows, ledger }: PeopleChange): Promise<void> {
  for (const row of rows) await client.query(INSERT, [row.serial, JSON.stringify(row)]);
  await append(client, chain(await lockHead(client, ledger), ledger));
  const committed = await client.query('COMMIT');
  // The server answers COMMIT of a failed transaction with ROLLBACK and no error.
  if (committed.command !== 'COMMIT') throw new Error('the list was rolled back at its commit');
}
