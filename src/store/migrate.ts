import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyPending } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

/** The same distance from src/store and from dist/store. */
const FOLDER = fileURLToPath(new URL('../../drizzle', import.meta.url));
/** `FWAY`. drizzle takes no lock of its own: of concurrent first starts all but one failed. */
const LOCK_KEY = 0x46_57_41_59;

const OLDEST = 150_000;

/** @throws with SQLSTATE 0A000 (feature not supported) on a server older than PostgreSQL 15. */
async function requireVersion(client: Pick<pg.Client, 'query'>): Promise<void> {
  const { rows } = await client.query<{ version: string; number: string }>(
    "SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number",
  );
  const [server] = rows;
  if (Number(server?.number) >= OLDEST) return;
  const words = `PostgreSQL 15 or newer is needed, and this server is ${server?.version}`;
  throw Object.assign(new Error(words), { code: '0A000' });
}

/**
 * Brings the database up to this version; does nothing when it is. Any number of processes may start
 * at once. All pending migrations are one transaction, so a failure leaves the database as it was.
 * @throws when the database cannot be reached or a migration fails.
 */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'fairway migrate',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {}); // the query under way fails with it; unheard it would end the process
  await client.connect();
  try {
    await requireVersion(client);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query('SET client_min_messages = warning'); // "schema already exists, skipping"
    await applyPending(drizzle({ client }), { migrationsFolder: FOLDER });
  } finally {
    await client.end(); // which also gives the lock back
  }
}
