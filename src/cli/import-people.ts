import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readDatabase } from '../config/env/database.ts';
import { sayVariableFault } from '../config/env/variable-fault.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { SignedPeople } from '../domain/catalog/people-list.ts';
import { takePeople } from '../domain/catalog/take-people.ts';
import { isRefusal, sayRefusal } from '../domain/kernel/refusal.ts';
import { isSignedBy } from '../providers/keys/ed25519.ts';
import type { Database } from '../store/clock.ts';
import { createConfigurations } from '../store/configurations.ts';
import { createPeople } from '../store/people.ts';
import { createPool } from '../store/pool.ts';
import type { Print } from './print.ts';
import { folderWellspring } from './start/wellspring.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Has Fairway take a signed list of people, by the keys that the configuration in force names. */
export async function importPeople(content: unknown, print: Print): Promise<number> {
  const read = SignedPeople.safeParse(content);
  if (!read.success) {
    print(`The list cannot be read: ${z.prettifyError(read.error)}`);
    return 1;
  }
  const found = readDatabase(process.env);
  if (!found.ok) {
    for (const fault of found.faults) print(sayVariableFault(fault));
    return 1;
  }
  const settings = { max: 2, applicationName: 'fairway people', onError: () => {} };
  const pool = createPool(found.databaseUrl.reveal(), settings);
  try {
    return await take({ pool, clock: 'database' }, read.data, print);
  } finally {
    await pool.end();
  }
}

/** The same on a database that is open. */
export async function take(database: Database, list: SignedPeople, print: Print): Promise<number> {
  const catalog = await inForce(database);
  if (!catalog) {
    print('No version of the configuration is kept in this database: nothing ever started on it.');
    return 1;
  }
  const taken = await createPeople(database).change((at) =>
    takePeople({ ...at, catalog }, list, { verify: isSignedBy, digest }),
  );
  if (isRefusal(taken)) {
    print(sayRefusal(taken));
    return 1;
  }
  const { here, left, linked } = taken.ledger[0]?.evidence ?? {};
  const many = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
  print(
    `List ${list.serial} is taken: ${many(here)} are here, ${many(left)} have left, ${many(linked)} accounts are linked.`,
  );
  if (Array.isArray(left) && left.length > 0)
    print(`Who has left decides nothing from now on: ${left.join(', ')}.`);
  return 0;
}

/** The configuration in force; null where nothing ever started on this database. */
export async function inForce(database: Database): Promise<Catalog | null> {
  const configurations = createConfigurations(database);
  const active = await configurations.active();
  const files = active && (await configurations.filesOf(active.version));
  const read = files && (await folderWellspring('.').read(files));
  return read?.ok ? read.catalog : null;
}
