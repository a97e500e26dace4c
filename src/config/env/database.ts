import { readFileSync } from 'node:fs';
import { type Secret, seal } from '../secret.ts';
import { type Env, readValues } from './read-values.ts';
import { missing, type VariableFault } from './variable-fault.ts';
import { VARIABLES } from './variables.ts';

export type DatabaseRead =
  /** `redisUrl` null: the queues live in PostgreSQL. */
  | { readonly ok: true; readonly databaseUrl: Secret; readonly redisUrl: Secret | null }
  | { readonly ok: false; readonly faults: readonly VariableFault[] };

/** Reads what a verb needs that only works on the database. Never throws, never repeats a secret. */
export function readDatabase(
  env: Env,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): DatabaseRead {
  const { values, meant, faults } = readValues(env, {}, readFile);
  const { databaseUrl, redisUrl } = values;
  const why = "It names the database; the sandbox's own is brought up to date by its start";
  const absent = meant.has('databaseUrl') ? [] : [missing(VARIABLES.databaseUrl, why)];
  const names: readonly string[] = [VARIABLES.databaseUrl.name, VARIABLES.redisUrl.name];
  const own = [...absent, ...faults.filter(({ variable }) => names.includes(variable))];
  if (own.length > 0 || databaseUrl === undefined) return { ok: false, faults: own };
  const queue = redisUrl === undefined ? null : seal(redisUrl);
  return { ok: true, databaseUrl: seal(databaseUrl), redisUrl: queue };
}
