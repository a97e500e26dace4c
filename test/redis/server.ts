import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../../src/sandbox/port.ts';
import { needs } from '../system/needs.ts';

const PROGRAM = 'redis-server';
const STARTED_WITHIN_MS = 60_000;
const LOOK_MS = 50;

/** A real Redis on a port of loopback that keeps nothing on disk, as an empty one after a restart would. */
export interface RedisServer {
  readonly url: string;
  /** Runs commands over a connection of its own. */
  ask<T>(ask: (redis: Redis) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/** @throws in CI, where there must be one */
export function hasRedis(): boolean {
  return needs(PROGRAM).here;
}

/**
 * On any free port, or on one where another has just stopped.
 * @throws when it does not answer in time
 */
export async function startRedis(samePort?: number): Promise<RedisServer> {
  const port = samePort ?? (await freePort());
  const flags = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(PROGRAM, ['--port', String(port), ...flags], { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  const server: RedisServer = {
    url,
    async ask(ask) {
      const redis = new Redis(url, { retryStrategy: () => null, lazyConnect: true });
      redis.on('error', () => {});
      try {
        await redis.connect();
        return await ask(redis);
      } finally {
        redis.disconnect();
      }
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
  const until = performance.now() + STARTED_WITHIN_MS;
  const answers = (): Promise<boolean> =>
    server
      .ask((redis) => redis.ping())
      .then(
        () => true,
        () => false,
      );
  while (!(await answers())) {
    if (performance.now() > until) {
      await server.stop();
      throw new Error(`${PROGRAM} does not answer on port ${port}`);
    }
    await sleep(LOOK_MS);
  }
  return server;
}
