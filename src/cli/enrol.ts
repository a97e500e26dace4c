import { readFileSync } from 'node:fs';
import { readDatabase } from '../config/env/database.ts';
import { readValues } from '../config/env/read-values.ts';
import { exampleOf, sayVariableFault } from '../config/env/variable-fault.ts';
import { VARIABLES } from '../config/env/variables.ts';
import { createFactors } from '../store/journal/second-factor.ts';
import { createPool } from '../store/pool.ts';
import type { Print } from './print.ts';
import { wordsOf } from './start/reach.ts';
import { loadAt } from './start/wellspring.ts';

const USAGE = 'usage: fairway enrol <person> [--revoke]';
/** Whoever has the database and the key; the ledger names them so, as for `fairway adopt`. */
const OPERATOR = 'operator';

/**
 * `fairway enrol <person>`: makes the secret of their second factor and prints it, this once; one they had
 * before is worth nothing any more. `--revoke` takes it away. Answers with the exit code: 0 done, 1 it could
 * not, 2 not understood.
 */
export async function enrol(args: readonly string[], print: Print): Promise<number> {
  const [person, ...more] = args.filter((arg) => !arg.startsWith('-'));
  const flags = args.filter((arg) => arg.startsWith('-'));
  if (person === undefined || more.length > 0 || flags.some((flag) => flag !== '--revoke')) {
    print(USAGE);
    return 2;
  }
  const ground = await groundOf(person, print);
  if (!ground) return 1;
  const settings = { max: 1, applicationName: 'fairway enrol', onError: () => {} };
  const pool = createPool(ground.databaseUrl, settings);
  const factors = createFactors({ pool, clock: 'database', secondFactorKey: ground.key });
  try {
    if (flags.length > 0) {
      const revoked = await factors.revoke(person, OPERATOR);
      print(revoked ? `${person} has no second factor any more.` : `${person} had none.`);
      return 0;
    }
    const address = await factors.enrol(person, OPERATOR);
    if (address === null) throw new Error(`${VARIABLES.secondFactorKey.name} is not set`);
    print(
      `For ${person}, shown this once. Their authenticator reads it as a QR code, or takes the secret in it:`,
    );
    print(address);
    return 0;
  } catch (error) {
    print(`${person} was not enrolled: ${wordsOf(error)}`);
    return 1;
  } finally {
    await pool.end();
  }
}

/** What it takes, or null once it was said what is missing. */
async function groundOf(person: string, print: Print) {
  const database = readDatabase(process.env);
  if (!database.ok) {
    for (const fault of database.faults) print(sayVariableFault(fault));
    return null;
  }
  const { values, faults } = readValues(process.env, {}, (path) => readFileSync(path, 'utf8'));
  const { secondFactorKey: key, configFolder: folder, configRef: ref = null } = values;
  if (key === undefined) {
    const { name, what } = VARIABLES.secondFactorKey;
    const fault = faults.find(({ variable }) => variable === name);
    const example = exampleOf(VARIABLES.secondFactorKey);
    print(
      sayVariableFault(
        fault ?? { variable: name, what: 'it is not set', why: `It is ${what}`, example },
      ),
    );
    return null;
  }
  const loaded = folder === undefined ? null : await loadAt({ folder, ref });
  if (loaded?.ok && !loaded.catalog.people.some(({ id }) => id === person)) {
    print(`There is nobody "${person}" under people of ${folder}.`);
    return null;
  }
  return { databaseUrl: database.databaseUrl.reveal(), key: Buffer.from(key, 'base64') };
}
