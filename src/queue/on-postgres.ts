import { createPostgresBackend, isPgPool, withBackend } from 'bullmq';
import pg from 'pg';
import type { BellName } from '../ports/bell.ts';
import type { QueueConnection } from './connection.ts';
import { ringsOf } from './gather.ts';
import { prepareSchema, SCHEMA } from './postgres-schema.ts';
import { BELLS } from './runners.ts';
import { type Payload, STREAMS, WORKER } from './settings.ts';
import { untilReady } from './until-ready.ts';

/** Four workers hold one each to LISTEN; the rest is for queries. */
const CONNECTIONS = 9;
/**
 * A ring waits for no disk: a server that crashes forgets those of its last moments whole, as if the
 * queue had been emptied, and the sweep finds what they were about.
 */
const SESSION = `-c search_path=${SCHEMA} -c synchronous_commit=off`;
/** Fewer are added one by one: its bulk makes two temporary tables a call, 4 ms where one job takes 0.5 (November 2026). */
const BULK = 16;
/** Every queue and worker hears the pool's errors, also one that was made in vain. */
const LISTENERS = 50;

/** BullMQ on PostgreSQL over one pool: with a pool for each queue and worker it kept 69 connections. */
export async function connectPostgres(
  url: string,
  onError: (error: Error) => void,
): Promise<QueueConnection> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    options: SESSION,
    application_name: 'fairway queue',
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  pool.on('connect', (client) => client.on('error', onError));
  pool.on('error', () => {}); // told by the client already
  pool.setMaxListeners(LISTENERS);
  await settle(pool, () => prepareSchema(pool));
  // Two descriptions of one thing: @types/pg and BullMQ's own do not fit each other.
  if (!isPgPool(pool)) throw new Error('pg.Pool is no longer what BullMQ takes for one');

  const { Queue, Worker } = withBackend(createPostgresBackend);
  const queue = (name: BellName) =>
    new Queue<Payload>(name, { connection: pool, streams: STREAMS }).on('error', onError);
  const queues = {
    inbox: queue('inbox'),
    advance: queue('advance'),
    back: queue('back'),
    deliver: queue('deliver'),
  };
  // One that was refused when it began would answer with that refusal for ever.
  for (const bell of BELLS) await settle(pool, () => queues[bell].waitUntilReady());
  const rings = ringsOf(async (bell, jobs) => {
    if (jobs.length >= BULK) await queues[bell].addBulk(jobs);
    else for (const { name, data } of jobs) await queues[bell].add(name, data);
  });
  return {
    add: (bell, id) => rings[bell](id),
    waiting: (bell) => queues[bell].getWaitingCount(),
    work(bell, run, concurrency) {
      const options = { ...WORKER, connection: pool, concurrency, autorun: false };
      const open = () =>
        new Worker<unknown>(bell, (job) => run(job.data), options).on('error', onError);
      return untilReady(() => pool.query('SELECT 1'), open, onError);
    },
    async close() {
      await Promise.all(BELLS.map((bell) => queues[bell].close()));
      await pool.end();
    },
  };
}

/** @throws what `step` throws, with no connection left open */
async function settle(pool: pg.Pool, step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    await pool.end();
    throw error;
  }
}
