import {
  assertSchemaCompatibility,
  LATEST_SCHEMA_VERSION,
  MIGRATION_ADVISORY_LOCK_KEY,
  runMigrations,
  SchemaMigrationRequiredError,
} from 'bullmq';
import pg from 'pg';

/** Where BullMQ keeps its tables. */
export const SCHEMA = 'bullmq';

/**
 * Brings BullMQ's schema up to the version we run and answers whether it had to. One that is up to date
 * is only read. It takes its own lock: any number of processes may start.
 * @throws when the database cannot be reached, or (42501) this role may not change it
 */
export async function prepareSchema(pool: pg.Pool): Promise<boolean> {
  const client = await pool.connect();
  try {
    if (await isCurrent(client)) return false;
    await dropEmptied(client);
    await runMigrations(client, SCHEMA);
    return true;
  } finally {
    client.release();
  }
}

/** The same, for a process that does nothing else. */
export async function migrateQueue(url: string): Promise<boolean> {
  const application_name = 'fairway migrate';
  const pool = new pg.Pool({ connectionString: url, max: 1, application_name });
  pool.on('error', () => {}); // what is under way fails with it
  try {
    return await prepareSchema(pool);
  } finally {
    await pool.end();
  }
}

async function isCurrent(client: pg.PoolClient): Promise<boolean> {
  try {
    return (await assertSchemaCompatibility(client, SCHEMA)) >= LATEST_SCHEMA_VERSION;
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) return false;
    throw error;
  }
}

/**
 * Who empties the queue may empty every table, BullMQ's list of migrations among them: it would then
 * make again what is there, and fail at every start. Nothing in the schema is worth keeping.
 */
async function dropEmptied(client: pg.PoolClient): Promise<void> {
  const found = await client.query(`SELECT to_regclass('${SCHEMA}.migration') AS list`);
  if (found.rows[0]?.list === null) return;
  // One text is one transaction. BullMQ's own lock: a start beside this one must not lose what it made.
  await client.query(`
    SELECT pg_advisory_xact_lock(${MIGRATION_ADVISORY_LOCK_KEY}, hashtext('${SCHEMA}'));
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM ${SCHEMA}.migration) THEN DROP SCHEMA ${SCHEMA} CASCADE; END IF;
    END $$`);
}
