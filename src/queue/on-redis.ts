import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { BellName } from '../ports/bell.ts';
import type { QueueConnection } from './connection.ts';
import { ringsOf } from './gather.ts';
import { BELLS } from './runners.ts';
import { type Payload, STREAMS, WORKER } from './settings.ts';

/** Its own key space in a server that others may share. */
const PREFIX = 'fairway';
const GOODBYE_MS = 2_000;

/** BullMQ on Redis or Valkey 7 and newer. The server's `maxmemory-policy` must be `noeviction`. */
export async function connectRedis(
  url: string,
  onError: (error: Error) => void,
): Promise<QueueConnection> {
  const ringing = await connectRinging(url, onError);
  const queue = (name: BellName) =>
    new Queue<Payload>(name, { connection: ringing, prefix: PREFIX, streams: STREAMS }).on(
      'error',
      onError,
    );
  const queues = {
    inbox: queue('inbox'),
    advance: queue('advance'),
    back: queue('back'),
    deliver: queue('deliver'),
  };
  let working: Redis | null = null;
  const rings = ringsOf((bell, jobs) => queues[bell].addBulk(jobs));
  return {
    add: (bell, id) => rings[bell](id),
    waiting: (bell) => queues[bell].getWaitingCount(),
    work(bell, run, concurrency) {
      // Workers wait for a server that is away, however long; BullMQ demands it be said so.
      working ??= new Redis(url, { maxRetriesPerRequest: null }).on('error', onError);
      const options = { ...WORKER, connection: working, prefix: PREFIX, concurrency };
      const runs = new Set<Promise<void>>();
      const worker = new Worker<unknown>(
        bell,
        (job) => {
          const ran = run(job.data).finally(() => runs.delete(ran));
          runs.add(ran);
          return ran;
        },
        options,
      ).on('error', onError);
      return { close: () => Promise.race([worker.close(), Promise.all(runs).then(parted)]) };
    },
    async close() {
      await Promise.all(BELLS.map((bell) => queues[bell].close()));
      for (const redis of [ringing, working]) redis?.disconnect();
    },
  };
}

/**
 * With what was begun done, goodbyes to the server get so long: of a connection that is just being made
 * anew, the client never says that it ended, and BullMQ waits for that (redis/ioredis#2169,
 * taskforcesh/bullmq#4656). A job left unmarked is rung again, which costs one look.
 */
const parted = (): Promise<void> => sleep(GOODBYE_MS);

/** Ringing fails at once while the server is away, instead of piling up in memory. */
async function connectRinging(url: string, onError: (error: Error) => void): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 5_000,
  });
  redis.on('error', onError);
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw error;
  }
}
