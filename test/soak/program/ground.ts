import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFleet } from '../../../src/sandbox/fleet/start-fleet.ts';
import type { Log } from '../../../src/sandbox/log.ts';
import { migrate } from '../../../src/store/migrate.ts';
import type { BellKind } from '../trial.ts';
import { RATES } from './organisation.ts';
import { startServers } from './servers.ts';

/** What Fairway stands on while it is killed: these processes live on. */
export interface Ground {
  readonly addresses: {
    readonly databaseUrl: string;
    readonly adminUrl: string;
    readonly queue: { readonly kind: BellKind; readonly url: string };
  };
  readonly fleetFolder: string;
  /** Takes the words of every life. */
  readonly log: string;
  readonly cache: { readonly NODE_COMPILE_CACHE: string };
  /** The program as one file, where that was worth making; its sources else. */
  readonly program?: string;
  /** Saves that file from being removed; answers where it is. */
  keepLog(): Promise<string>;
  stop(): Promise<void>;
}

const PULL_MS = 250;
const quiet: Log = { info() {}, warn() {} };

/** A fleet of its own beside a migrated database, and a Redis where that is to ring, that somebody else stops. */
export async function standOn(
  databaseUrl: string,
  redisUrl: string | null = null,
): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-soak-'));
  await migrate(databaseUrl);
  const fleetFolder = join(folder, 'fleet');
  const options = { dataFolder: fleetFolder, traffic: RATES, pullMs: PULL_MS, log: quiet };
  const fleet = await startFleet(options);
  return {
    addresses: {
      databaseUrl,
      adminUrl: fleet.adminUrl,
      queue:
        redisUrl === null
          ? { kind: 'postgres', url: databaseUrl }
          : { kind: 'redis', url: redisUrl },
    },
    fleetFolder,
    log: join(folder, 'fairway.log'),
    cache: { NODE_COMPILE_CACHE: join(folder, 'compiled') },
    async keepLog() {
      const kept = join(tmpdir(), `fairway-soak-${process.pid}.log`);
      await copyFile(join(folder, 'fairway.log'), kept);
      return kept;
    },
    async stop() {
      await fleet.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A fleet, a durable PostgreSQL and the queue's server, all new. */
export async function standAlone(bell: BellKind): Promise<Ground> {
  const servers = await startServers(bell);
  const { databaseUrl, queue } = servers;
  try {
    const ground = await standOn(databaseUrl, queue.kind === 'redis' ? queue.url : null);
    const stop = async (): Promise<void> => {
      await ground.stop();
      await servers.stop();
    };
    return { ...ground, stop };
  } catch (error) {
    await servers.stop();
    throw error;
  }
}
