import type { Pool } from 'pg';
import { rssMbOf } from '../../../bench/server.ts';
import type { Random } from '../random.ts';
import type { Senders } from './senders.ts';
import type { SlowSlack } from './slow-slack.ts';

/** Everything a crowd meets. */
export interface Stage {
  readonly slack: SlowSlack;
  readonly senders: Senders;
  readonly pool: Pool;
  readonly random: Random;
  /** Deployment ids by service, once they are under way. */
  readonly ids: ReadonlyMap<string, string>;
  readonly tell: (line: string) => void;
}

/** Samples of the process under load, and what its tables say. */
export interface Watch {
  readonly samples: readonly number[];
  stop(): void;
}

const EVERY_MS = 1_000;

export function watchRss(pid: number): Watch {
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(rssMbOf(pid)), EVERY_MS);
  return { samples, stop: () => clearInterval(timer) };
}

/** How much more the last quarter holds than the third: what grows through the last half, in parts of one. */
export function growth(samples: readonly number[]): number {
  const quarter = Math.floor(samples.length / 4);
  const mean = (some: readonly number[]): number => some.reduce((a, b) => a + b, 0) / some.length;
  return mean(samples.slice(-quarter)) / mean(samples.slice(-2 * quarter, -quarter)) - 1;
}

async function count(pool: Pool, question: string, values: readonly unknown[] = []) {
  const { rows } = await pool.query<{ n: string }>(question, [...values]);
  return Number(rows[0]?.n);
}

export const running = (pool: Pool): Promise<number> =>
  count(pool, "SELECT count(*) AS n FROM deployment WHERE status = 'running'");

const unfinished = (pool: Pool): Promise<number> =>
  count(pool, 'SELECT count(*) AS n FROM inbox WHERE done_at IS NULL');

/** Steps done so far: each has an entry of its own. */
export const steps = (pool: Pool): Promise<number> =>
  count(pool, 'SELECT count(*) AS n FROM audit_entry WHERE body LIKE \'%"what":"stepped"%\'');

/** Acts of one account that were written down, without those that are never held back. */
export const taken = (pool: Pool, account: string): Promise<number> =>
  count(
    pool,
    "SELECT count(*) AS n FROM inbox WHERE body ->> 'account' = $1 AND body ->> 'urgent' = 'false'",
    [account],
  );

export async function idsOf(pool: Pool): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ id: string; service: string }>(
    'SELECT id, service FROM deployment',
  );
  return new Map(rows.map(({ service, id }) => [service, id]));
}

const DRAINED_WITHIN_MS = 60_000;

/** Milliseconds until nobody waits any more, or null when that takes too long. */
export async function drained({ pool }: Stage): Promise<number | null> {
  const began = performance.now();
  while ((await unfinished(pool)) > 0) {
    if (performance.now() - began > DRAINED_WITHIN_MS) return null;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return performance.now() - began;
}
