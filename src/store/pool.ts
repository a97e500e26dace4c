import pg from 'pg';
import { createNames, prepareOften } from './prepare-often.ts';

export interface PoolOptions {
  /** Connections at most. At least 2: telling events holds one while subscribers use others. */
  readonly max: number;
  readonly applicationName: string;
  /** Hears of connections that broke; the next query opens a new one. */
  readonly onError: (error: Error) => void;
  /** How long a connection may take to open, and one statement to run, in milliseconds. */
  readonly within?: { readonly connectMs: number; readonly statementMs: number };
}

const WITHIN = { connectMs: 5_000, statementMs: 15_000 };

/**
 * The connections of this process. Pipelined: queries sent together cost one round trip. What is sent
 * often is prepared. A database that goes away makes queries fail and never ends the process; when it is
 * back they succeed again.
 */
export function createPool(url: string, options: PoolOptions): pg.Pool {
  const { connectMs, statementMs } = options.within ?? WITHIN;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: options.applicationName,
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 60_000,
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: statementMs,
    // Longer than the server's own, so that it only ends what a dead network would leave hanging.
    query_timeout: 2 * statementMs,
  });
  // A connection tells its own listeners, also while it is lent out; the pool repeats it for idle ones.
  const nameOf = createNames();
  pool.on('connect', (client) => {
    client.on('error', options.onError);
    prepareOften(client, nameOf);
  });
  pool.on('error', () => {});
  return pool;
}
