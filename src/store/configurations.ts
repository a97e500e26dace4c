import type { PoolClient } from 'pg';
import type { Configuration, ConfigurationFile } from '../domain/configuration/configuration.ts';
import type { Standing } from '../domain/configuration/find.ts';
import type { ConfigurationChange, ConfigurationRow } from '../domain/configuration/moves.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import { instant } from '../domain/kernel/time.ts';
import type {
  ConfigurationDecision,
  ConfigurationRecorded,
  Configurations,
} from '../ports/configurations.ts';
import { type Database, nowParameter, nowSql } from './clock.ts';
import { append, lockHead } from './ledger/append.ts';
import { chain } from './ledger/entry.ts';
import { retried } from './weather.ts';

/** `FWCF`. Versions are few, so whoever decides about any of them has them all. */
const LOCK_KEY = 0x46_57_43_46;

const READ = `
  SELECT ${nowSql('$1')} AS now,
    (SELECT coalesce(max(number), 0) + 1 FROM configuration) AS next,
    (SELECT body FROM configuration WHERE status = 'active') AS active,
    (SELECT body FROM configuration WHERE status = 'proposed') AS proposed,
    (SELECT body FROM configuration ORDER BY number DESC LIMIT 1) AS newest`;

const INSERT = `
  INSERT INTO configuration (number, version, status, revision, body, files)
  VALUES ($1, $2, $3, $4, $5, $6)`;

const UPDATE = `
  UPDATE configuration SET status = $2, revision = $3, body = $4 WHERE number = $1 AND revision = $3 - 1`;

const FILES = `
  SELECT files FROM configuration WHERE version = $1 ORDER BY number DESC LIMIT 1`;

const FIND = 'SELECT body FROM configuration WHERE number = $1';
const ACTIVE = "SELECT body FROM configuration WHERE status = 'active'";
const LIST = 'SELECT body FROM configuration ORDER BY number DESC LIMIT $1';

interface StandingRow extends Pick<Standing, 'active' | 'proposed' | 'newest'> {
  readonly now: string;
  readonly next: string;
}

/** Where the versions of the configuration are; each decision about them is a transaction, the ledger's entries in it. */
export function createConfigurations(database: Database): Configurations {
  const { pool } = database;
  async function bodies(sql: string, values: unknown[]): Promise<readonly Configuration[]> {
    const { rows } = await pool.query<{ body: Configuration }>(sql, values);
    return rows.map(({ body }) => body);
  }
  return {
    change: (decide) => retried(() => changeOnce(database, decide)),
    active: async () => (await bodies(ACTIVE, [])).at(0) ?? null,
    find: async (id) => (await bodies(FIND, [Number(id.slice(2))])).at(0) ?? null,
    list: (limit) => bodies(LIST, [limit]),
    async filesOf(version) {
      const { rows } = await pool.query<{ files: readonly ConfigurationFile[] }>(FILES, [version]);
      return rows[0]?.files ?? null;
    },
  };
}

async function changeOnce(
  { pool, clock }: Database,
  decide: (at: Standing) => ConfigurationDecision,
): Promise<ConfigurationRecorded> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY]);
    const { rows } = await client.query<StandingRow>(READ, [nowParameter(clock)]);
    const recorded = await settle(client, decide(standingOf(rows[0])));
    broken = false;
    return recorded;
  } finally {
    // A connection in an unknown state is closed, which also undoes what it had begun.
    client.release(broken);
  }
}

function standingOf(row: StandingRow | undefined): Standing {
  if (!row) throw new Error('a SELECT without FROM answered no row');
  return { ...row, next: `C-${Number(row.next)}`, now: instant(Number(row.now)) };
}

async function settle(
  client: PoolClient,
  decision: ConfigurationDecision,
): Promise<ConfigurationRecorded> {
  if (decision === null || isRefusal(decision)) {
    await client.query('ROLLBACK');
    return decision ? { kind: 'refused', refusal: decision } : { kind: 'unchanged' };
  }
  await write(client, decision);
  const committed = await client.query('COMMIT');
  // The server answers COMMIT of a failed transaction with ROLLBACK and no error.
  if (committed.command !== 'COMMIT') throw new Error('the change was rolled back at its commit');
  return { kind: 'recorded', rows: decision.rows };
}

async function write(client: PoolClient, { rows, ledger }: ConfigurationChange): Promise<void> {
  for (const one of rows) {
    const { rowCount } = await client.query(...statementOf(one));
    if (rowCount !== 1) throw new Error(`${one.row.id} had moved while it was decided on`);
  }
  await append(client, chain(await lockHead(client, ledger), ledger));
}

function statementOf({ row, files }: ConfigurationRow): [string, readonly unknown[] & unknown[]] {
  const number = Number(row.id.slice(2));
  const { version, status, revision } = row;
  const body = JSON.stringify(row);
  if (!files) return [UPDATE, [number, status, revision, body]];
  return [INSERT, [number, version, status, revision, body, JSON.stringify(files)]];
}
