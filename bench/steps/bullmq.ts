/**
 * Bare BullMQ as a rival of bench/steps: five jobs a run, each added when the one before is completed.
 * `DATABASE_URL` is a PostgreSQL or a Redis.
 */
import { createPostgresBackend, isPgPool, Queue, runMigrations, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { CONNECTIONS, obey } from '../orders.ts';

const STEPS = 5;
const LANES = 50;
const NAME = 'steps';
const KEEP = { removeOnComplete: { count: 20 }, removeOnFail: { count: 20 } } as const;

interface Payload {
  readonly run: number;
}

const url = process.env['DATABASE_URL'] ?? '';
const work = async (): Promise<void> => {};

async function onPostgres() {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    options: '-c search_path=bullmq',
  });
  const client = await pool.connect();
  await runMigrations(client, 'bullmq');
  client.release();
  if (!isPgPool(pool)) throw new Error('not what BullMQ takes for a pool');
  const on = withBackend(createPostgresBackend);
  const options = { ...KEEP, connection: pool, concurrency: LANES };
  return {
    queue: new on.Queue<Payload>(NAME, { connection: pool }),
    worker: new on.Worker<Payload>(NAME, work, options),
    close: () => pool.end(),
  };
}

async function onRedis() {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  const options = { ...KEEP, connection: redis, concurrency: LANES };
  return {
    queue: new Queue<Payload>(NAME, { connection: redis }),
    worker: new Worker<Payload>(NAME, work, options),
    close: async () => redis.disconnect(),
  };
}

const { queue, worker, close } = await (url.startsWith('redis') ? onRedis() : onPostgres());
const completed = new Map<number, () => void>();
worker.on('completed', (job) => completed.get(job.data.run)?.());
worker.on('error', (error) => process.stderr.write(`${error.message}\n`));
await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
let runs = 0;
obey(
  async () => {
    runs += 1;
    const run = runs;
    for (let n = 0; n < STEPS; n += 1) {
      const { promise, resolve } = Promise.withResolvers<void>();
      completed.set(run, resolve);
      await queue.add('step', { run });
      await promise;
    }
    completed.delete(run);
  },
  async () => {
    await worker.close();
    await queue.close();
    await close();
  },
);
