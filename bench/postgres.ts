import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../src/sandbox/postgres/start-postgres.ts';

export interface BenchDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** A new PostgreSQL in a folder of its own. Durable: a commit that never reaches the disk costs nothing. */
export async function benchDatabase(): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-bench-'));
  await chmod(folder, 0o711); // root's PostgreSQL is another user, who must pass through
  const log = { info() {}, warn() {} };
  const postgres = await startPostgres({ dataFolder: folder, log });
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
