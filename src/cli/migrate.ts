import { readDatabase } from '../config/env/database.ts';
import { sayVariableFault } from '../config/env/variable-fault.ts';
import { migrateQueue } from '../queue/postgres-schema.ts';
import { migrate as migrateTables } from '../store/migrate.ts';
import type { Print } from './print.ts';
import { CannotStart } from './start/cannot-start.ts';
import { hopelessForOwner } from './start/hopeless.ts';
import { reach } from './start/reach.ts';

/**
 * `fairway migrate`: brings the database up to this version and ends, for a Fairway that runs as a role
 * which may not. Answers with the exit code: 0 up to date, 1 it could not, 2 not understood.
 */
export async function migrate(args: readonly string[], print: Print): Promise<number> {
  if (args.length > 0) {
    print(`"${args[0]}" means nothing here; usage: fairway migrate`);
    return 2;
  }
  const read = readDatabase(process.env);
  if (!read.ok) {
    for (const fault of read.faults) print(sayVariableFault(fault));
    return 1;
  }
  const url = read.databaseUrl.reveal();
  try {
    const applied = await reached(() => migrateTables(url), print);
    print(`Fairway's tables are up to date: ${sayApplied(applied)}.`);
    if (read.redisUrl !== null) {
      print('The queues are in Redis (REDIS_URL), where there is nothing to bring up to date.');
      return 0;
    }
    const changed = await reached(() => migrateQueue(url), print);
    print(
      `The queues' schema is up to date: ${changed ? 'it was migrated' : 'it was so already'}.`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    print(error.message);
    return 1;
  }
}

function reached<T>(attempt: () => Promise<T>, print: Print): Promise<T> {
  return reach(attempt, {
    what: 'PostgreSQL',
    variable: 'DATABASE_URL',
    hopeless: hopelessForOwner,
    say: print,
    signal: new AbortController().signal,
  });
}

function sayApplied(count: number): string {
  if (count === 0) return 'they were so already';
  return `${count} migration${count === 1 ? '' : 's'} applied`;
}
