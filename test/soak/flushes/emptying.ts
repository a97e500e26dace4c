import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startRedis } from '../../redis/server.ts';
import { type Ground, standAlone } from '../program/ground.ts';
import type { Random } from '../random.ts';
import type { BellKind } from '../trial.ts';

/** Ground whose queue can be emptied behind everybody's back. */
export interface Emptying {
  readonly ground: Ground;
  /** Empties it once; answers how, and how much was in it. */
  empty(random: Random): Promise<{ readonly how: string; readonly gone: number }>;
  stop(): Promise<void>;
}

export function standEmptying(bell: BellKind): Promise<Emptying> {
  return bell === 'redis' ? onRedis() : onPostgres();
}

async function onRedis(): Promise<Emptying> {
  let redis = await startRedis();
  const { url } = redis;
  const base = await standAlone('postgres');
  const queue = { kind: 'redis', url } as const;
  return {
    ground: { ...base, addresses: { ...base.addresses, queue } },
    async empty(random) {
      const gone = await redis.ask((client) => client.dbsize());
      if (random.next() < 0.5) {
        await redis.ask((client) => client.flushall());
        return { how: 'FLUSHALL', gone };
      }
      const awayMs = random.between(0, 500);
      await redis.stop();
      await sleep(awayMs);
      redis = await startRedis(Number(new URL(url).port));
      return { how: 'Redis killed and started empty', gone };
    },
    async stop() {
      await redis.stop();
      await base.stop();
    },
  };
}

async function onPostgres(): Promise<Emptying> {
  const ground = await standAlone('postgres');
  return {
    ground,
    empty: async () => ({ how: 'TRUNCATE', gone: await truncateAll(ground.addresses.databaseUrl) }),
    stop: ground.stop,
  };
}

const TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq'";
/** Others work on the tables, and who takes all locks at once may be the one that is refused. */
const MOST_TRIES = 20;
const LOCKED_OUT = new Set(['40P01', '55P03']);

/** Every table, BullMQ's list of migrations too. Answers how many jobs there were. */
async function truncateAll(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ tablename: string }>(TABLES);
    const all = rows.map(({ tablename }) => `bullmq.${tablename}`).join(', ');
    for (let tries = 1; ; tries += 1) {
      const gone = await tryTruncate(client, all);
      if (gone !== null) return gone;
      if (tries === MOST_TRIES) throw new Error('the queue cannot be emptied for its locks');
      await sleep(20 * tries);
    }
  } finally {
    await client.end();
  }
}

async function tryTruncate(client: pg.Client, all: string): Promise<number | null> {
  try {
    await client.query("BEGIN; SET LOCAL lock_timeout = '1s'");
    await client.query(`LOCK TABLE ${all} IN ACCESS EXCLUSIVE MODE`);
    const { rows } = await client.query('SELECT count(*)::int AS jobs FROM bullmq.job');
    await client.query(`TRUNCATE ${all}`);
    await client.query('COMMIT');
    return Number(rows[0]?.jobs);
  } catch (error) {
    await client.query('ROLLBACK');
    if (error instanceof pg.DatabaseError && LOCKED_OUT.has(error.code ?? '')) return null;
    throw error;
  }
}
