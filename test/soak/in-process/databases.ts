import { chmod, rm } from 'node:fs/promises';
import pg from 'pg';
import { startPostgres } from '../../../src/sandbox/postgres/start-postgres.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { createPool } from '../../../src/store/pool.ts';
import { clusterFolder } from '../../postgres/folder.ts';
import { PATIENT } from '../../postgres/patience.ts';
import { setWatchdog } from './watchdog.ts';

/** A server of the trial's own, on which databases are made as they are needed. */
export interface Databases {
  /** The URL of a new, migrated database with a watchdog. */
  make(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A new PostgreSQL whose commits do not reach the disk: in these trials the process dies, and the
 * server never does. Everything else about it is real.
 */
export async function startDatabases(): Promise<Databases> {
  const folder = await clusterFolder('fairway-soak-in-process-');
  await chmod(folder, 0o711); // root's PostgreSQL is another user, who must pass through
  const log = { info() {}, warn() {} };
  const server = await startPostgres({ dataFolder: folder, log, durable: false });
  await migrate(server.url);
  const template = new URL(server.url).pathname.slice(1);
  const url = new URL(server.url);
  url.pathname = '/postgres';
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  let made = 0;
  /** One at a time: a template is copied only while nobody else copies it. */
  let turn: Promise<unknown> = setWatchdog(server.url);
  async function copy(): Promise<string> {
    made += 1;
    await admin.query(`CREATE DATABASE soak_${made} TEMPLATE "${template}" STRATEGY file_copy`);
    const own = new URL(server.url);
    own.pathname = `/soak_${made}`;
    return own.href;
  }
  return {
    make() {
      const next = turn.then(copy);
      turn = next;
      return next;
    },
    async stop() {
      await admin.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export function openPool(url: string, max: number): pg.Pool {
  return createPool(url, { max, applicationName: 'soak', onError() {}, within: PATIENT });
}
