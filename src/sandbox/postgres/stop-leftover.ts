import { realpath } from 'node:fs/promises';
import type { Log } from '../log.ts';
import { type Holder, liveHolder } from '../process-lock.ts';
import { postgresPaths } from './paths.ts';
import { examinePostmaster } from './postmaster-pid.ts';
import { stopPostmaster } from './stop-postgres.ts';

/**
 * Ends the server that a killed Fairway left running in this data folder, if there is one.
 * @returns the live process that still uses the database, which was then left alone, or null
 */
export async function stopLeftoverPostgres(dataFolder: string, log: Log): Promise<Holder | null> {
  const paths = postgresPaths(await realpath(dataFolder));
  const holder = await liveHolder(paths.lock);
  if (holder !== null) return holder;
  const found = await examinePostmaster(paths.cluster);
  if (found.kind === 'ours') await stopPostmaster(paths.cluster, found.pid, log);
  return null;
}
