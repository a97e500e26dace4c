/**
 * How long the sandbox takes to start again, and what Fairway's own process holds thirty seconds after
 * that, its database and its fleet being other processes. `node bench/memory.ts`.
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
const AIM_S = 10;
const READY = /sandbox is ready/;
const START = [join(import.meta.dirname, '../bin/fairway.mjs'), 'start'];

export async function benchMemory(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-idle-'));
  const port = await freePort();
  const env = { PORT: String(port), FAIRWAY_DATA: join(folder, 'state') };
  const first = await startServer(START, env, READY);
  await first.stop();
  const began = performance.now();
  const fairway = await startServer(START, env, READY);
  const seconds = (performance.now() - began) / 1_000;
  try {
    await sleep(IDLE_MS);
    const mb = fairway.rssMb();
    return [
      {
        figure: 'aim: second start of the sandbox',
        value: `${seconds.toFixed(1)} s`,
        target: `<= ${AIM_S} s`,
        pass: seconds <= AIM_S,
      },
      {
        figure: 'aim: idle memory, 30 s after ready',
        value: `${mb.toFixed(0)} MB`,
        target: `<= ${AIM_MB} MB`,
        pass: mb <= AIM_MB,
      },
    ];
  } finally {
    await fairway.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

if (import.meta.main) say(table(await benchMemory()));
