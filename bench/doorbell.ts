/**
 * Both doorbells through src/queue as Fairway uses them: how many rings a second, and how long from a
 * ring until its runner is called, when bells ring one by one, at a steady pace and in a crowd. Ringing
 * and answering are one process, so what is told is the queue and not a network. `node bench/doorbell.ts`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../src/ports/log.ts';
import { connectQueue, type QueueAddress } from '../src/queue/connect.ts';
import { createBell } from '../src/queue/waker.ts';
import { startWorkers } from '../src/queue/worker.ts';
import { type Figure, percentile, say, short, table } from './figure.ts';
import { benchDatabase } from './postgres.ts';
import { benchRedis, NO_REDIS } from './redis.ts';

const CONCURRENCY = { inbox: 8, advance: 16, deliver: 8 } as const;
const ALONE = 200;
const PACED = { rings: 600, perSecond: 100 } as const;
const CROWD = { rings: 3_000, lanes: 50 } as const;
const LOST_AFTER_MS = 30_000;

interface Doorbell {
  /** Rings, and answers with the milliseconds until the runner was called. */
  ring(): Promise<number>;
  close(): Promise<void>;
}

const note = (fields: unknown, message: string): void =>
  void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
const log: Log = { info() {}, warn: note, error: note };

async function hang(address: QueueAddress): Promise<Doorbell> {
  const queue = await connectQueue(address, (error) => note({}, error.message));
  const bell = createBell(queue, log);
  const waiting = new Map<string, () => void>();
  const nothing = async (): Promise<void> => {};
  const advance = async (id: string): Promise<void> => waiting.get(id)?.();
  const runners = { inbox: nothing, deliver: nothing, back: nothing, advance };
  const workers = startWorkers(queue, runners, { concurrency: CONCURRENCY, log });
  let n = 0;
  return {
    async ring() {
      n += 1;
      const id = `D-${n}`;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const lost = setTimeout(() => reject(new Error(`${id} rang and nobody came`)), LOST_AFTER_MS);
      waiting.set(id, resolve);
      const since = performance.now();
      await bell.ring('advance', id);
      await promise;
      clearTimeout(lost);
      waiting.delete(id);
      return performance.now() - since;
    },
    async close() {
      await workers.close();
      await queue.close();
    },
  };
}

/** One after the other: a worker that sleeps is woken each time. */
async function alone(doorbell: Doorbell): Promise<readonly number[]> {
  const took: number[] = [];
  for (let n = 0; n < ALONE; n += 1) took.push(await doorbell.ring());
  return took;
}

async function paced(doorbell: Doorbell): Promise<readonly number[]> {
  const rung: Promise<number>[] = [];
  const began = performance.now();
  for (let n = 0; n < PACED.rings; n += 1) {
    const early = began + (n * 1_000) / PACED.perSecond - performance.now();
    if (early > 1) await sleep(early);
    rung.push(doorbell.ring());
  }
  return Promise.all(rung);
}

async function crowd(doorbell: Doorbell): Promise<readonly number[]> {
  const took: number[] = [];
  let left = CROWD.rings;
  async function lane(): Promise<void> {
    while (left > 0) {
      left -= 1;
      took.push(await doorbell.ring());
    }
  }
  await Promise.all(Array.from({ length: CROWD.lanes }, lane));
  return took;
}

const loads = [
  ['one after the other', alone],
  [`${PACED.perSecond} a second`, paced],
  [`${CROWD.lanes} at once`, crowd],
] as const;

async function figuresOf(address: QueueAddress): Promise<readonly Figure[]> {
  const doorbell = await hang(address);
  try {
    await crowd(doorbell); // warm
    const figures: Figure[] = [];
    for (const [name, load] of loads) {
      const began = performance.now();
      const took = await load(doorbell);
      const perSecond = (took.length * 1_000) / (performance.now() - began);
      const [p50, p99] = [percentile(took, 0.5), percentile(took, 0.99)].map(short);
      figures.push({
        figure: `doorbell on ${address.kind}, ${name}`,
        value: `${short(perSecond)} /s, picked up after ${p50} / ${p99} ms`,
        target: 'told',
        pass: null,
      });
    }
    return figures;
  } finally {
    await doorbell.close();
  }
}

export async function benchDoorbell(): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  const redis = await benchRedis();
  try {
    const onPostgres = await figuresOf({ kind: 'postgres', url: database.url });
    if (!redis) return [...onPostgres, skipped];
    return [...onPostgres, ...(await figuresOf({ kind: 'redis', url: redis.url }))];
  } finally {
    await redis?.stop();
    await database.stop();
  }
}

const skipped: Figure = {
  figure: 'doorbell on redis',
  value: NO_REDIS,
  target: 'told',
  pass: null,
};

if (import.meta.main) say(table(await benchDoorbell()));
