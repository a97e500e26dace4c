import { readDatabase } from '../config/env/database.ts';
import { sayVariableFault } from '../config/env/variable-fault.ts';
import { adopt as decide } from '../domain/configuration/find.ts';
import { createConfigurations } from '../store/configurations.ts';
import { createPool } from '../store/pool.ts';
import type { Print } from './print.ts';
import { wordsOf } from './start/reach.ts';
import { folderWellspring } from './start/wellspring.ts';

const USAGE = 'usage: fairway adopt <folder> because <why>';

/**
 * `fairway adopt <folder> because <why>`: puts a folder into force whatever the rules before it say. Whoever
 * has the database could write it there as well; this way it stands in the ledger and the channel is told.
 * Answers with the exit code: 0 in force, 1 it could not, 2 not understood.
 */
export async function adopt(args: readonly string[], print: Print): Promise<number> {
  const [folder, word, ...rest] = args;
  const because = rest.join(' ').trim();
  if (folder === undefined || word !== 'because' || because === '') {
    print(USAGE);
    return 2;
  }
  const read = readDatabase(process.env);
  if (!read.ok) {
    for (const fault of read.faults) print(sayVariableFault(fault));
    return 1;
  }
  const seen = await folderWellspring(folder).look(null);
  if (!seen.ok) {
    for (const fault of seen.faults) print(fault);
    return 1;
  }
  const settings = { max: 1, applicationName: 'fairway adopt', onError: () => {} };
  const pool = createPool(read.databaseUrl.reveal(), settings);
  try {
    const { change } = createConfigurations({ pool, clock: 'database' });
    const recorded = await change((at) => decide(at, seen.found, because));
    const id = recorded.kind === 'recorded' ? recorded.rows.at(-1)?.row.id : null;
    print(
      id
        ? `${folder} is in force as ${id}; the channel is told.`
        : `${folder} is in force already.`,
    );
    return 0;
  } catch (error) {
    print(`${folder} was not put into force: ${wordsOf(error)}`);
    return 1;
  } finally {
    await pool.end();
  }
}
