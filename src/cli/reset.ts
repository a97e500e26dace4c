import { existsSync } from 'node:fs';
import { realpath, rm } from 'node:fs/promises';
import { busy, isOursToRemove, whoUses } from '../sandbox/data-folder.ts';
import type { Log } from '../sandbox/log.ts';
import { stopLeftoverPostgres } from '../sandbox/postgres/stop-leftover.ts';
import { Refused } from '../sandbox/refused.ts';

export interface Reset {
  readonly dataFolder: string;
  /** Takes one line at a time. */
  readonly print: (line: string) => void;
}

/**
 * `fairway reset`: removes the sandbox's data folder, after stopping a PostgreSQL that a killed run
 * left in it. Refuses while a live Fairway uses the folder, and for a folder Fairway did not make.
 * @returns the exit code: 0 gone (or never there), 1 refused
 */
export async function reset({ dataFolder, print }: Reset): Promise<number> {
  if (!existsSync(dataFolder)) {
    print(`There is nothing to reset: ${dataFolder} does not exist.`);
    return 0;
  }
  const folder = await realpath(dataFolder);
  try {
    const user = (await whoUses(folder)) ?? (await stopLeftoverPostgres(folder, logTo(print)));
    if (user !== null) throw busy(user);
    if (!(await isOursToRemove(folder))) {
      print(`${folder} was not empty when Fairway first used it, so it is not removed whole.`);
      print(`Remove what is Fairway's by hand: ${folder}/postgres and the files beside it.`);
      return 1;
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    print(error.message);
    return 1;
  }
  print(`Removed ${folder}. The next start begins with an empty database.`);
  return 0;
}

function logTo(print: Reset['print']): Log {
  const line = (_fields: object, message: string) => print(message);
  return { info: line, warn: line };
}
