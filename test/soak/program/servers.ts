import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueueAddress } from '../../../src/queue/connect.ts';
import type { Log } from '../../../src/sandbox/log.ts';
import { startPostgres } from '../../../src/sandbox/postgres/start-postgres.ts';
import { startRedis } from '../../redis/server.ts';
import type { BellKind } from '../trial.ts';

/** All that a Fairway needs to start as in production: there is no fleet here. */
export interface Servers {
  readonly databaseUrl: string;
  readonly queue: QueueAddress;
  /** Keeps what was compiled, for the next that starts. */
  readonly cacheFolder: string;
  stop(): Promise<void>;
}

const quiet: Log = { info() {}, warn() {} };
/** Four Fairways of 24 each, and who looks on. */
const CONNECTIONS = 120;

export async function startServers(bell: BellKind): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-soak-postgres-'));
  await chmod(folder, 0o711); // root's PostgreSQL is another user, who must pass through
  const postgres = await startPostgres({
    dataFolder: folder,
    log: quiet,
    connections: CONNECTIONS,
  });
  const redis = bell === 'redis' ? await startRedis() : null;
  return {
    databaseUrl: postgres.url,
    queue: redis ? { kind: 'redis', url: redis.url } : { kind: 'postgres', url: postgres.url },
    cacheFolder: join(folder, 'compiled'),
    async stop() {
      await postgres.stop();
      await redis?.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
