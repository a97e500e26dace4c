import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyPending } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

/** The same distance from src/store and from dist/store. */
const FOLDER = fileURLToPath(new URL('../../drizzle', import.meta.url));
/** `FWAY`. drizzle takes no lock of its own: of concurrent first starts all but one failed. */
const LOCK_KEY = 0x46_57_41_59;

const OLDEST = 150_000;
const UNDEFINED_TABLE = '42P01';

type Client = Pick<pg.Client, 'query'>;

/** @throws with SQLSTATE 0A000 (feature not supported) on a server older than PostgreSQL 15. */
async function requireVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: string; number: string }>(
    "SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number",
  );
  const [server] = rows;
  if (Number(server?.number) >= OLDEST) return;
  const words = `PostgreSQL 15 or newer is needed, and this server is ${server?.version}`;
  throw Object.assign(new Error(words), { code: '0A000' });
}

/**
 * Brings the database up to this version and answers how many migrations that took. One that is up to
 * date is only read, so a role that may change nothing can ask. Any number of processes may start at
 * once. All pending migrations are one transaction, so a failure leaves the database as it was.
 * @throws when the database cannot be reached, a migration fails, or (42501) this role may not migrate
 */
export async function migrate(url: string): Promise<number> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'fairway migrate',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {}); // the query under way fails with it; unheard it would end the process
  await client.connect();
  try {
    await requireVersion(client);
    if ((await countPending(client)) === 0) return 0;
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
    const pending = await countPending(client);
    await client.query('SET client_min_messages = warning'); // "schema already exists, skipping"
    await applyPending(drizzle({ client }), { migrationsFolder: FOLDER });
    return pending;
  } finally {
    await client.end(); // which also gives the lock back
  }
}

/** As drizzle counts: those made after the last one that its journal holds. */
async function countPending(client: Client): Promise<number> {
  const last = await lastApplied(client);
  const all = readMigrationFiles({ migrationsFolder: FOLDER });
  return all.filter(({ folderMillis }) => folderMillis > last).length;
}

async function lastApplied(client: Client): Promise<number> {
  try {
    const { rows } = await client.query<{ at: string | null }>(
      'SELECT max(created_at) AS at FROM drizzle.__drizzle_migrations',
    );
    return Number(rows[0]?.at ?? 0);
  } catch (error) {
    const isFirst = error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE;
    if (isFirst) return 0;
    throw error;
  }
}
