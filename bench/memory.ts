/**
 * What Fairway's own process holds when nothing happens: the sandbox, thirty seconds after it is
 * ready, its database and its fleet being other processes. `node bench/memory.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../src/sandbox/port.ts';
import { type Figure, say, table } from './figure.ts';
import { startServer } from './server.ts';

const IDLE_MS = 30_000;
const AIM_MB = 220;
const START = [join(import.meta.dirname, '../bin/fairway.mjs'), 'start'];

export async function benchMemory(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-idle-'));
  const port = await freePort();
  const env = { PORT: String(port), FAIRWAY_DATA: join(folder, 'state') };
  const fairway = await startServer(START, env, /sandbox is ready/);
  try {
    await sleep(IDLE_MS);
    const mb = fairway.rssMb();
    const figure = 'aim: idle memory, 30 s after ready';
    return [
      { figure, value: `${mb.toFixed(0)} MB`, target: `<= ${AIM_MB} MB`, pass: mb <= AIM_MB },
    ];
  } finally {
    await fairway.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

if (import.meta.main) say(table(await benchMemory()));
