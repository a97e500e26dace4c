import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectQueue } from '../../src/queue/connect.ts';
import { createBell } from '../../src/queue/waker.ts';
import { startWorkers } from '../../src/queue/worker.ts';
import { hasRedis, type RedisServer, startRedis } from '../redis/server.ts';
import { behavesAsQueue } from './conformance.ts';
import { listeningLog, remembering, until } from './runners.ts';

let server: RedisServer | null = null;

beforeAll(async () => {
  if (hasRedis()) server = await startRedis();
});
afterAll(async () => {
  await server?.stop();
});

const NOTE = 'skipped: needs redis-server';

describe('BullMQ on Redis', () => {
  behavesAsQueue({
    address(ctx) {
      if (!server) return ctx.skip(NOTE);
      return { kind: 'redis', url: server.url };
    },
    async empty() {
      await server?.ask((redis) => redis.flushall());
    },
    async cut() {
      return Number(
        await server?.ask((redis) =>
          redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'),
        ),
      );
    },
  });

  test('ringing while the server is away is logged, soon, and not thrown', async (ctx) => {
    if (!server) return ctx.skip(NOTE);
    const other = await startRedis();
    const log = listeningLog();
    const queue = await connectQueue({ kind: 'redis', url: other.url }, () => {});
    await other.stop();
    await createBell(queue, log).ring('advance', 'D-1');
    expect(log.lines).toEqual(['bell not rung, left to the sweep']);
    await queue.close();
  });

  test('workers whose server went away close all the same, when what was begun is done', async (ctx) => {
    if (!server) return ctx.skip(NOTE);
    const other = await startRedis();
    const log = listeningLog();
    const queue = await connectQueue({ kind: 'redis', url: other.url }, () => {});
    let finished = false;
    const { done, runners } = remembering(async () => {
      await other.stop();
      await sleep(400);
      finished = true;
    });
    const workers = startWorkers(queue, runners, { concurrency: { advance: 1, deliver: 1 }, log });
    await createBell(queue, log).ring('advance', 'D-1');
    await until(() => done.length === 1);
    await sleep(100);
    await workers.close();
    expect(finished).toBe(true);
    await queue.close();
  });

  test('a server that is not there is an error', async () => {
    const address = { kind: 'redis', url: 'redis://127.0.0.1:1' } as const;
    await expect(connectQueue(address, () => {})).rejects.toThrow();
  });
});
