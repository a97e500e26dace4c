import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../../src/sandbox/log.ts';
import { startPostgres } from '../../../src/sandbox/postgres/start-postgres.ts';
import { signalPostmaster } from '../../../src/sandbox/postgres/stop-postgres.ts';
import { startRedis } from '../../redis/server.ts';
import { type Ground, standOn } from '../program/ground.ts';
import type { BellKind } from '../trial.ts';

/** `immediate`: as after a crash, the next start recovers from its log. `fast`: sessions are ended. */
export type Mode = 'immediate' | 'fast';

export interface Restarting {
  readonly ground: Ground;
  /** Resolves when it answers again on the same port. */
  restart(mode: Mode, awayMs: number): Promise<void>;
  stop(): Promise<void>;
}

const quiet: Log = { info() {}, warn() {} };

/** A fleet beside a durable PostgreSQL that can go away and come back. */
export async function standRestarting(bell: BellKind): Promise<Restarting> {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-soak-postgres-'));
  await chmod(folder, 0o711); // root's PostgreSQL is another user, who must pass through
  let postgres = await startPostgres({ dataFolder: folder, log: quiet });
  const { port, url } = postgres;
  const redis = bell === 'redis' ? await startRedis() : null;
  const remove = async (): Promise<void> => {
    await postgres.stop();
    await redis?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const ground = await standOn(url, redis?.url ?? null);
    return {
      ground,
      async restart(mode, awayMs) {
        if (mode === 'immediate') signalPostmaster(postgres.pid, 'SIGQUIT');
        await postgres.stop();
        await sleep(awayMs);
        postgres = await startPostgres({ dataFolder: folder, port, log: quiet });
      },
      async stop() {
        await ground.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
