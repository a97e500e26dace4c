import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { vi } from 'vitest';
import type { Log } from '../../../src/sandbox/log.ts';
import { type Postgres, startPostgres } from '../../../src/sandbox/postgres/start-postgres.ts';
import { stopLeftoverPostgres } from '../../../src/sandbox/postgres/stop-leftover.ts';
import { Refused } from '../../../src/sandbox/refused.ts';

/** What was logged, one message a line. */
export interface HeardLog extends Log {
  readonly heard: readonly string[];
}

export function hearLog(): HeardLog {
  const heard: string[] = [];
  const line = (_fields: object, message: string) => void heard.push(message);
  return { heard, info: line, warn: line };
}

/** Temporary folders and what runs in them; `clear` ends and removes everything. */
export interface Playground {
  folder(): Promise<string>;
  /** The file's data folder with a stopped, whole database: an initdb a test is too slow. */
  seeded(): Promise<string>;
  start(dataFolder: string, more?: Partial<Parameters<typeof startPostgres>[0]>): Promise<Postgres>;
  /** Another program that starts the database in `dataFolder` and then only waits. */
  parent(dataFolder: string): Promise<{ child: ChildProcess; postgresPid: number; url: string }>;
  clear(): Promise<void>;
  /** Ends what runs; to be called after each test. */
  settle(): Promise<void>;
}

export function playground(): Playground {
  // An initdb takes a second on an idle machine, ten on one whose disk is busy.
  vi.setConfig({ testTimeout: 60_000 });
  const folders: string[] = [];
  const servers: Promise<Postgres>[] = [];
  const parents: ChildProcess[] = [];
  let seed: string | null = null;

  async function folder(): Promise<string> {
    const made = await mkdtemp(join(tmpdir(), 'fairway-try-'));
    await chmod(made, 0o711);
    folders.push(made);
    return made;
  }
  async function start(
    dataFolder: string,
    more: Partial<Parameters<typeof startPostgres>[0]> = {},
  ): Promise<Postgres> {
    const starting = startPostgres({ dataFolder, log: hearLog(), durable: false, ...more });
    servers.push(starting);
    return await starting;
  }
  async function settle(): Promise<void> {
    for (const child of parents.splice(0)) {
      if (child.kill('SIGKILL')) await once(child, 'exit');
    }
    await stopAll(servers.splice(0));
    for (const path of folders) {
      if (existsSync(path)) await stopLeftoverPostgres(path, hearLog());
    }
  }
  return {
    folder,
    start,
    async seeded() {
      seed ??= await folder();
      return seed;
    },
    settle,
    async parent(dataFolder) {
      const script = join(import.meta.dirname, 'parent.ts');
      const child = spawn(process.execPath, [script, dataFolder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      parents.push(child);
      const [line] = await once(createInterface({ input: child.stdout }), 'line');
      const { pid, url } = JSON.parse(String(line));
      return { child, postgresPid: Number(pid), url: String(url) };
    },
    async clear() {
      await settle();
      for (const path of folders) await rm(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Also the ones a test that ran out of time did not wait for. */
async function stopAll(servers: readonly Promise<Postgres>[]): Promise<void> {
  for (const started of await Promise.allSettled(servers)) {
    if (started.status === 'fulfilled') await started.value.stop();
  }
}

export async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The refusal a promise ends in; anything else fails the test. */
export async function refusalOf(promise: Promise<unknown>): Promise<Refused> {
  const outcome = await promise.then(
    () => 'no refusal',
    (error: unknown) => error,
  );
  if (outcome instanceof Refused) return outcome;
  throw outcome instanceof Error ? outcome : new Error(String(outcome));
}
