import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectQueue } from '../../../src/queue/connect.ts';
import { startWorkers } from '../../../src/queue/worker.ts';
import type { Random } from '../random.ts';

/** A queue and its workers with nothing behind them: no sweep helps here, whoever hears it heard the bell. */
export interface Doorbell {
  /** From the ring to its run, milliseconds; null when it was not heard in ten seconds or could not be rung. */
  pickUpMs(): Promise<number | null>;
  close(): Promise<void>;
}

const RINGS = 8;
const FIRST_HEARD_WITHIN_MS = 20_000;
const HEARD_WITHIN_MS = 10_000;
const NAME = 'doorbell';

/** In a database of its own on the same server, where no Fairway takes its jobs. */
export async function hangDoorbell(databaseUrl: string): Promise<Doorbell> {
  const url = new URL(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${NAME}`);
  await client.end();
  url.pathname = `/${NAME}`;
  const queue = await connectQueue({ kind: 'postgres', url: url.href }, () => {});
  const waiting = new Map<string, () => void>();
  const advance = async (id: string): Promise<void> => waiting.get(id)?.();
  const ignore = async (): Promise<void> => {};
  const workers = startWorkers(
    queue,
    { advance, back: ignore, inbox: ignore, deliver: ignore },
    {
      concurrency: { inbox: 1, advance: 1, deliver: 1 },
      log: { info() {}, warn() {}, error() {} },
    },
  );
  let rings = 0;
  return {
    async pickUpMs() {
      rings += 1;
      const id = `ring-${rings}`;
      const began = performance.now();
      const heard = new Promise<number>((resolve) => {
        waiting.set(id, () => resolve(performance.now() - began));
      });
      const rung = await queue.add('advance', id).then(
        () => true,
        () => false,
      );
      const late = sleep(HEARD_WITHIN_MS, null, { ref: false });
      const heardMs = rung ? await Promise.race([heard, late]) : null;
      waiting.delete(id);
      return heardMs;
    },
    async close() {
      await workers.close();
      await queue.close();
    },
  };
}

/** What was heard of a bell after the server it hangs on came back. */
export interface Heard {
  /** From the server's return to the first ring that was heard. */
  readonly firstMs: number;
  readonly pickUpsMs: readonly number[];
  readonly unheard: number;
}

export async function listenAgain(doorbell: Doorbell, random: Random): Promise<Heard> {
  const back = performance.now();
  let first = await doorbell.pickUpMs();
  while (first === null && performance.now() - back < FIRST_HEARD_WITHIN_MS) {
    await sleep(50);
    first = await doorbell.pickUpMs();
  }
  const firstMs = performance.now() - back;
  if (first === null) return { firstMs, pickUpsMs: [], unheard: 1 };
  const pickUps: (number | null)[] = [];
  for (let n = 0; n < RINGS; n += 1) {
    await sleep(random.between(10, 200)); // so that a worker waits for it, as they mostly do
    pickUps.push(await doorbell.pickUpMs());
  }
  const pickUpsMs = pickUps.filter((ms) => ms !== null);
  return { firstMs, pickUpsMs, unheard: RINGS - pickUpsMs.length };
}
