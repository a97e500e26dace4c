import { readFileSync } from 'node:fs';
import { readDatabase } from '../config/env/database.ts';
import { sayVariableFault } from '../config/env/variable-fault.ts';
import { complaints, type ReviewSource } from '../domain/feedback/review.ts';
import { reportOf } from '../providers/play/report.ts';
import { createStore } from '../store/change.ts';
import type { Database } from '../store/clock.ts';
import { createPool } from '../store/pool.ts';
import { createRecords } from '../store/records.ts';
import { inForce } from './import-people.ts';
import type { Print } from './print.ts';

const USAGE = 'Usage: fairway import-reviews <source> <reviews.csv>';

/** Keeps the bad reviews of a report; taken twice, each of them is one. */
export async function importReviews(args: readonly string[], print: Print): Promise<number> {
  const [name, file, ...more] = args;
  if (name === undefined || file === undefined || more.length > 0) {
    print(USAGE);
    return 2;
  }
  const found = readDatabase(process.env);
  if (!found.ok) {
    for (const fault of found.faults) print(sayVariableFault(fault));
    return 1;
  }
  const settings = { max: 2, applicationName: 'fairway reviews', onError: () => {} };
  const pool = createPool(found.databaseUrl.reveal(), settings);
  try {
    const { reviews = [] } = (await inForce({ pool, clock: 'database' })) ?? {};
    const source = reviews.find((one) => one.name === name && one.kind === 'play');
    if (source) return await take({ pool, clock: 'database' }, source, readFileSync(file), print);
    const known = reviews.filter(({ kind }) => kind === 'play').map((one) => one.name);
    print(`There is no source "${name}" of kind play under reviews of the configuration in force.`);
    print(known.length > 0 ? `There is: ${known.join(', ')}.` : 'None is there.');
    return 1;
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await pool.end();
  }
}

/** The same on a database that is open. */
export async function take(
  database: Database,
  source: ReviewSource,
  bytes: Uint8Array,
  print: Print,
): Promise<number> {
  const report = reportOf(bytes);
  if ('why' in report) {
    print(`The report cannot be read: ${report.why}`);
    return 1;
  }
  const now = await createRecords(database).now();
  const bad = complaints(report.reviews, source, now);
  const { service, inEnvironment: environment } = source;
  await createStore(database).change({ target: { service, environment } }, () => ({
    rows: bad.map((row) => ({ table: 'ticket', row })),
    ledger: [],
    events: [],
  }));
  print(
    `${report.reviews.length} reviews are read, ${bad.length} with ${source.low} stars or fewer are kept for ${service}.`,
  );
  if (report.unread > 0) print(`${report.unread} lines are no reviews and were passed over.`);
  return 0;
}
