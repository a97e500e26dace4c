import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../src/sandbox/postgres/start-postgres.ts';

export interface BenchDatabase {
  readonly url: string;
  /** Another, empty database on the same server. Answers with its URL. */
  create(name: string): Promise<string>;
  urlOf(name: string): string;
  stop(): Promise<void>;
}

/**
 * Connections without the limits of the program's own, for statements that write a million rows. One that is still
 * closing when the server stops is told so, which is nobody's failure.
 */
export function patientPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => {});
  return pool;
}

/** A new PostgreSQL in a folder of its own. Durable: a commit that never reaches the disk costs nothing. */
export async function benchDatabase(): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-bench-'));
  await chmod(folder, 0o711); // root's PostgreSQL is another user, who must pass through
  const log = { info() {}, warn() {} };
  const postgres = await startPostgres({ dataFolder: folder, log });
  const { url } = postgres;
  const urlOf = (name: string): string => {
    const named = new URL(url);
    named.pathname = `/${name}`;
    return named.href;
  };
  return {
    url,
    urlOf,
    async create(name) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
      await client.end();
      return urlOf(name);
    },
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
