import { realpathSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { superuser } from './initdb.ts';

const database = 'fairway';
const connectTimeoutMs = 3_000;
const createTimeoutMs = 30_000;
const farewellMs = 500;

/** What a server on a port turned out to be. */
export type Greeting = 'ready' | 'not yet' | 'wrong password' | 'another server';

export function databaseUrl(port: number, password: string, name: string = database): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${name}`;
}

/**
 * Logs in and asks whose files the server keeps, so that a stranger's server on a remembered port
 * is never taken for ours.
 */
export async function greet(port: number, password: string, cluster: string): Promise<Greeting> {
  const client = new Client({
    connectionString: databaseUrl(port, password, 'postgres'),
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: connectTimeoutMs,
  });
  // An error between queries would otherwise end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(
      `select current_setting('data_directory') as folder`,
    );
    const folder = rows[0]?.folder;
    return folder !== undefined && sameFolder(folder, cluster) ? 'ready' : 'another server';
  } catch (error) {
    return isAuthenticationFault(error) ? 'wrong password' : 'not yet';
  } finally {
    // The farewell of a connection that never came about may never be answered.
    await Promise.race([client.end().catch(() => undefined), delay(farewellMs)]);
  }
}

/** Makes Fairway's database when the cluster has none yet. */
export async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new Client({
    connectionString: databaseUrl(port, password, 'postgres'),
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: createTimeoutMs,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}

function sameFolder(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return one === other;
  }
}

/** 28P01 invalid_password, 28000 invalid_authorization_specification. */
function isAuthenticationFault(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === '28P01' || error.code === '28000')
  );
}
