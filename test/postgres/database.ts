import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';
import { inject } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
// The types of what `cluster.ts` provides.
import type {} from './cluster.ts';

export interface FreshDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** Ends the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** `FWTT`: held while one test file makes the template and the others wait for it. */
const templateLock = 0x46_57_54_54;

/**
 * A database of its own on the run's cluster: a copy of the migrated template, which the first
 * caller makes; with `empty` one without any table.
 */
export async function freshDatabase({ empty = false } = {}): Promise<FreshDatabase> {
  const name = `fairway_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(async (admin) => {
    const template = empty ? 'template0' : await ensureTemplate(admin);
    await admin.query(`create database "${name}" template "${template}" strategy file_copy`);
  });
  const url = urlOf(name);
  const pool = new Pool({ connectionString: url, max: 10 });
  // Connections cut by drop() of a careless test must not end the worker.
  pool.on('error', () => undefined);
  return {
    url,
    pool,
    async drop() {
      await pool.end();
      await asAdmin(async (admin) => {
        await admin.query(`drop database if exists "${name}" with (force)`);
      });
    },
  };
}

async function ensureTemplate(admin: Client): Promise<string> {
  const template = inject('postgresTemplate');
  await admin.query('select pg_advisory_lock($1)', [templateLock]);
  try {
    const found = await admin.query('select 1 from pg_database where datname = $1', [template]);
    if (found.rowCount === 0) await makeTemplate(admin, template);
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [templateLock]);
  }
  return template;
}

/** Under another name until it is whole: a failed migration must not leave a half-made template. */
async function makeTemplate(admin: Client, template: string): Promise<void> {
  const draft = `${template}_draft`;
  await admin.query(`drop database if exists "${draft}" with (force)`);
  await admin.query(`create database "${draft}" template template0`);
  await migrate(urlOf(draft));
  await admin.query(`alter database "${draft}" rename to "${template}"`);
}

function urlOf(database: string): string {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${database}`;
  return url.href;
}

async function asAdmin(work: (admin: Client) => Promise<void>): Promise<void> {
  const admin = new Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
