import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../src/sandbox/port.ts';

const PROGRAM = 'redis-server';
export const NO_REDIS = 'skipped: needs redis-server';
const READY_WITHIN_MS = 10_000;

export interface BenchRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** A Redis of the bench's own that writes its log to disk once a second; null where none is installed. */
export async function benchRedis(): Promise<BenchRedis | null> {
  if (!isInstalled()) return null;
  const folder = await mkdtemp(join(tmpdir(), 'fairway-bench-redis-'));
  const port = await freePort();
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder];
  const keep = ['--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];
  const child = spawn(PROGRAM, [...place, ...keep], { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    if (!isGone(child)) await once(child, 'exit');
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const ready = await answers(url, child);
  if (ready) return { url, stop };
  await stop();
  throw new Error('redis-server does not answer');
}

function isInstalled(): boolean {
  try {
    return execFileSync(PROGRAM, ['--version']).length > 0;
  } catch {
    return false;
  }
}

function isGone(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const end = performance.now() + READY_WITHIN_MS;
  while (performance.now() < end && !isGone(child)) {
    const redis = new Redis(url, { retryStrategy: () => null, lazyConnect: true });
    redis.on('error', () => {});
    const there = await redis.connect().then(
      () => true,
      () => false,
    );
    redis.disconnect();
    if (there) return true;
    await sleep(50);
  }
  return false;
}
