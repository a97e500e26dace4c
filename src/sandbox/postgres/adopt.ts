import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { type Refused, refused } from '../refused.ts';
import { greet } from './connect.ts';
import { readPassword } from './password.ts';
import type { PostgresPaths } from './paths.ts';
import { disownPidFile, examinePostmaster, isPostmasterOf } from './postmaster-pid.ts';
import { stopPostmaster } from './stop-postgres.ts';

export interface Orphan {
  readonly pid: number;
  readonly port: number;
}

const orphanPatienceMs = 15_000;

/**
 * Clears the place for a start: the server that a killed Fairway left behind is taken over when it
 * answers to our password on a port that suits, stopped when not. Null: a new one must be started.
 * @param wantedPort 0 accepts any
 * @throws Refused `postgres-foreign` when the pid file names somebody else's PostgreSQL
 */
export async function adoptOrphan(
  paths: PostgresPaths,
  wantedPort: number,
  log: Log,
): Promise<Orphan | null> {
  const found = await examinePostmaster(paths.cluster);
  switch (found.kind) {
    case 'none':
    case 'dead':
      return null;
    case 'reused':
      log.warn({ pid: found.pid }, 'postmaster.pid names a process that is not PostgreSQL');
      await disownPidFile(paths.cluster);
      return null;
    case 'foreign':
      throw foreign(paths, found.pid, found.folder);
    case 'ours': {
      const suits = wantedPort === 0 || wantedPort === found.port;
      if (suits && (await answers(paths, found.pid, found.port))) {
        log.info(
          { pid: found.pid, port: found.port },
          'adopted the PostgreSQL left by a killed run',
        );
        return { pid: found.pid, port: found.port };
      }
      log.info({ pid: found.pid }, 'stopping the PostgreSQL left by a killed run');
      await stopPostmaster(paths.cluster, found.pid, log);
      return null;
    }
    default:
      return found satisfies never;
  }
}

/** Waits while the orphan is still recovering, or ends by itself. */
async function answers(paths: PostgresPaths, pid: number, port: number): Promise<boolean> {
  const password = await readPassword(paths);
  const deadline = Date.now() + orphanPatienceMs;
  while (Date.now() < deadline && isPostmasterOf(paths.cluster, pid)) {
    const greeting = await greet(port, password, paths.cluster);
    if (greeting !== 'not yet') return greeting === 'ready';
    await delay(50);
  }
  return false;
}

function foreign(paths: PostgresPaths, pid: number, folder: string | null): Refused {
  const serves = folder === null ? 'another folder' : folder;
  return refused(
    'postgres-foreign',
    `${paths.cluster}/postmaster.pid names process ${pid}, a PostgreSQL that serves ${serves}.`,
    'Fairway did not start that server for this folder and leaves it alone; most likely the folder was copied from it while it ran.',
    'Stop that server and copy again, or run `npm run reset` to start over with an empty database.',
  );
}
