import { randomBytes } from 'node:crypto';
import { chmod, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import type { Log } from '../../src/sandbox/log.ts';
import { startPostgres } from '../../src/sandbox/postgres/start-postgres.ts';
import { stopLeftoverPostgres } from '../../src/sandbox/postgres/stop-leftover.ts';
import { clusterFolder, clusterHome } from './folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's URL of the run's cluster, on a database to administer from. */
    postgresUrl: string;
    /** Name of the migrated database that every test database is a copy of. */
    postgresTemplate: string;
  }
}

const prefix = 'fairway-test-postgres-';
/** Younger folders may belong to a run beside this one that has not locked its folder yet. */
const leftoverAfterMs = 120_000;
const quiet: Log = { info: () => undefined, warn: () => undefined };
let stopCluster: () => Promise<void> = async () => undefined;

/** One cluster a run, made from nothing; or the server of TEST_DATABASE_URL, left as it was. */
export async function setup(project: TestProject): Promise<void> {
  const { TEST_DATABASE_URL: given } = process.env;
  const template = `fairway_template_${randomBytes(4).toString('hex')}`;
  const url = given ?? (await startCluster());
  if (given !== undefined) stopCluster = () => dropTemplate(given, template);
  project.provide('postgresUrl', url);
  project.provide('postgresTemplate', template);
}

export async function teardown(): Promise<void> {
  await stopCluster();
}

async function startCluster(): Promise<string> {
  await removeLeftovers();
  const folder = await clusterFolder(prefix);
  await chmod(folder, 0o711);
  const postgres = await startPostgres({ dataFolder: folder, log: quiet, durable: false });
  stopCluster = async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return postgres.url;
}

/** Clusters of runs that were killed: their servers still run and their folders still lie there. */
async function removeLeftovers(): Promise<void> {
  const names = (await readdir(clusterHome())).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    await removeLeftover(join(clusterHome(), name)).catch((error: unknown) => {
      // Another user's, theirs to remove; or another run was faster.
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!['EACCES', 'EPERM', 'ENOENT'].includes(code)) throw error;
    });
  }
}

async function removeLeftover(folder: string): Promise<void> {
  if (Date.now() - (await stat(folder)).mtimeMs < leftoverAfterMs) return;
  if ((await stopLeftoverPostgres(folder, quiet)) !== null) return;
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function dropTemplate(url: string, template: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`drop database if exists "${template}" with (force)`);
  } finally {
    await client.end();
  }
}
