import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectQueue } from '../../src/queue/connect.ts';
import { createBell } from '../../src/queue/waker.ts';
import { behavesAsQueue } from './conformance.ts';
import { listeningLog, until } from './runners.ts';

const PROGRAM = 'redis-server';
let server: ChildProcess | null = null;
let url = '';

function isInstalled(): boolean {
  try {
    return execFileSync(PROGRAM, ['--version']).length > 0;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function asked<T>(ask: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { retryStrategy: () => null, lazyConnect: true });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return await ask(redis);
  } finally {
    redis.disconnect();
  }
}

async function start(port: number): Promise<ChildProcess> {
  const flags = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(PROGRAM, ['--port', String(port), ...flags], { stdio: 'ignore' });
  url = `redis://127.0.0.1:${port}`;
  await until(() =>
    asked((redis) => redis.ping()).then(
      () => true,
      () => false,
    ),
  );
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

beforeAll(async () => {
  if (isInstalled()) server = await start(await freePort());
});
afterAll(async () => {
  if (server) await stop(server);
});

const NOTE = 'skipped: needs redis-server';

describe('BullMQ on Redis', () => {
  behavesAsQueue({
    address(ctx) {
      if (!server) return ctx.skip(NOTE);
      return { kind: 'redis', url };
    },
    async empty() {
      await asked((redis) => redis.flushall());
    },
    async cut() {
      return Number(
        await asked((redis) => redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')),
      );
    },
  });

  test('ringing while the server is away is logged, soon, and not thrown', async (ctx) => {
    if (!server) return ctx.skip(NOTE);
    const before = url;
    const other = await start(await freePort());
    const log = listeningLog();
    const queue = await connectQueue({ kind: 'redis', url }, () => {});
    url = before;
    await stop(other);
    await createBell(queue, log).ring('advance', 'D-1');
    expect(log.lines).toEqual(['bell not rung, left to the sweep']);
    await queue.close();
  });

  test('a server that is not there is an error', async () => {
    const address = { kind: 'redis', url: 'redis://127.0.0.1:1' } as const;
    await expect(connectQueue(address, () => {})).rejects.toThrow();
  });
});
