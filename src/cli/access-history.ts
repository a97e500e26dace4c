import { reviewPeriod } from '../commands/access-period.ts';
import { accessRecordOf } from '../commands/access-record.ts';
import { readDatabase } from '../config/env/database.ts';
import { sayVariableFault } from '../config/env/variable-fault.ts';
import { isRefusal, sayRefusal } from '../domain/kernel/refusal.ts';
import { accessDocument } from '../projections/access-document.ts';
import type { AccessRecord } from '../projections/access-record.ts';
import { recordTable } from '../projections/access-table.ts';
import { createConfigurations } from '../store/configurations.ts';
import { createPeople } from '../store/people.ts';
import { createPool } from '../store/pool.ts';
import { createRecords } from '../store/records.ts';
import type { Print } from './print.ts';
import { wordsOf } from './start/reach.ts';
import { folderWellspring } from './start/wellspring.ts';

const FORMS = ['csv', 'markdown', 'json'] as const;
type Form = (typeof FORMS)[number];

export function isForm(text: string): text is Form {
  return FORMS.some((form) => form === text);
}

/** All versions and entries there are, as far as a file is still read by anybody. */
const BOUNDS = { versions: 100_000, entries: 100_000, rights: Number.POSITIVE_INFINITY };

/** Prints the review of a period from the database: 0 printed, 1 it could not, 2 not understood. */
export async function accessHistory(
  typed: { readonly since?: string | undefined; readonly until?: string | undefined },
  form: Form,
  print: Print,
): Promise<number> {
  const found = readDatabase(process.env);
  if (!found.ok) {
    for (const fault of found.faults) print(sayVariableFault(fault));
    return 1;
  }
  const settings = { max: 2, applicationName: 'fairway access-review', onError: () => {} };
  const pool = createPool(found.databaseUrl.reveal(), settings);
  try {
    const database = { pool, clock: 'database' } as const;
    const [records, configurations] = [createRecords(database), createConfigurations(database)];
    const period = reviewPeriod(typed, await records.now());
    if (isRefusal(period)) {
      print(sayRefusal(period));
      return 2;
    }
    // Versions are kept as files, and read as this Fairway reads them.
    const wellspring = folderWellspring('.');
    const read = async (version: string) => {
      const files = await configurations.filesOf(version);
      const loaded = files && (await wellspring.read(files));
      return loaded?.ok ? { ...loaded.catalog, version } : null;
    };
    const active = await configurations.active();
    const inForce = active && (await read(active.version));
    if (!inForce) {
      print(
        'No version of the configuration is kept in this database: nothing ever started on it.',
      );
      return 1;
    }
    const lists = createPeople(database).all;
    const ports = { configurations, records, read, lists, inForce };
    const record = await accessRecordOf(ports, period, BOUNDS);
    for (const line of written(form, `Access to ${inForce.organisation}`, record)) print(line);
    return 0;
  } catch (error) {
    print(`Access was not reviewed: ${wordsOf(error)}`);
    return 1;
  } finally {
    await pool.end();
  }
}

function written(form: Form, title: string, record: AccessRecord): readonly string[] {
  switch (form) {
    case 'csv':
      return recordTable(record);
    case 'markdown':
      return accessDocument(title, record);
    case 'json':
      return [JSON.stringify({ ...record, adopted: Object.fromEntries(record.adopted) })];
  }
}
