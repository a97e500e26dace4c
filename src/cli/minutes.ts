import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readDatabase } from '../config/env/database.ts';
import { sayVariableFault } from '../config/env/variable-fault.ts';
import { isDeploymentId } from '../domain/deployment/deployment.ts';
import { MINUTES_FORM } from '../domain/deployment/minutes.ts';
import { minutesDocument, verifyMinutes } from '../domain/deployment/signed-minutes.ts';
import type { Plain } from '../domain/kernel/change.ts';
import { isSignedBy, keyIdOf } from '../providers/keys/ed25519.ts';
import { createPool } from '../store/pool.ts';
import { createRecords } from '../store/records.ts';
import type { Print } from './print.ts';
import { wordsOf } from './start/reach.ts';

const USAGE = [
  'usage: fairway minutes D-12                              print the minutes of its board, signed',
  '       fairway minutes verify <file> [--keys=<file>]     check them without any database',
];

/**
 * `fairway minutes D-12` prints what the board decided, as it was signed; `verify` checks such a file offline,
 * against a file of public keys, one a line, where one is given. Answers with the exit code: 0 printed or
 * true, 1 there are none or they are not true, 2 not understood.
 */
export async function minutes(args: readonly string[], print: Print): Promise<number> {
  const asked = asking(args);
  const [what = '', file, ...more] = asked?.positionals ?? [];
  const keys = asked?.values.keys;
  try {
    if (what === 'verify' && file !== undefined && more.length === 0)
      return verify(file, keys, print);
    const id = what.toUpperCase();
    if (isDeploymentId(id) && file === undefined && keys === undefined)
      return await printed(id, print);
  } catch (error) {
    print(`The minutes were not read: ${wordsOf(error)}`);
    return 1;
  }
  for (const line of USAGE) print(line);
  return 2;
}

function verify(file: string, keyFile: string | undefined, print: Print): number {
  const lines = keyFile === undefined ? [] : readFileSync(keyFile, 'utf8').split('\n');
  const keys = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (keyFile !== undefined && keys.length === 0) {
    print(`${keyFile} names no key.`);
    return 1;
  }
  const trust = { verify: isSignedBy, keyId: keyIdOf, keys };
  const found = verifyMinutes(readFileSync(file, 'utf8'), trust);
  if (!found.ok) {
    print(`Not true: ${found.why}.`);
    return 1;
  }
  const whose = found.known
    ? 'which is one of the keys you trust'
    : 'as it says itself: with --keys=<file of public keys> it is known whose key that is';
  print(`True: these are the minutes that key ${found.key} signed, ${whose}.`);
  return 0;
}

async function printed(id: string, print: Print): Promise<number> {
  const found = readDatabase(process.env);
  if (!found.ok) {
    for (const fault of found.faults) print(sayVariableFault(fault));
    return 1;
  }
  const settings = { max: 1, applicationName: 'fairway minutes', onError: () => {} };
  const pool = createPool(found.databaseUrl.reveal(), settings);
  try {
    const lines = await createRecords({ pool, clock: 'database' }).ledger(id);
    const all = lines.flatMap(({ body }) => {
      const evidence = body['evidence'];
      return isMinutes(evidence) ? [evidence] : [];
    });
    const [newest] = all;
    if (!newest) {
      print(`No board has decided on ${id}.`);
      return 1;
    }
    print(minutesDocument(newest));
    return 0;
  } finally {
    await pool.end();
  }
}

function isMinutes(evidence: Plain | undefined): evidence is { readonly [key: string]: Plain } {
  if (typeof evidence !== 'object' || evidence === null || Array.isArray(evidence)) return false;
  return Object.entries(evidence).some(([key, value]) => key === 'form' && value === MINUTES_FORM);
}

function asking(args: readonly string[]) {
  try {
    const options = { keys: { type: 'string' } } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    return null;
  }
}
