import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Finding } from '../domain/rulebook/finding.ts';
import { proveRules } from '../domain/rulebook/index.ts';
import { runningOut } from '../domain/rulebook/running-out.ts';
import { unconfirmed } from '../domain/rulebook/unconfirmed.ts';
import { type Survey, unfitStrategies } from '../domain/rulebook/unfit-strategies.ts';
import { unmeasured } from '../domain/rulebook/unmeasured.ts';
import { unwatched } from '../domain/rulebook/unwatched.ts';
import { browserless } from './chromium.ts';
import type { Env } from './env/read-values.ts';
import { VARIABLES } from './env/variables.ts';
import type { Place } from './fault.ts';
import type { Places } from './places.ts';
import { unreadableSboms } from './sboms.ts';

/** What in sound rules can hardly be meant, and one case in which it shows. Nothing is refused for it. */
export interface Doubt extends Place {
  readonly message: string;
  readonly example: string;
}

/**
 * Every proof of the rule book that fails, every list that runs out, and what this process lacks to go by
 * its rules, with its place in the files.
 */
export function doubtsOf(
  { catalog, places }: { readonly catalog: Catalog; readonly places: Places },
  now: Instant,
  env: Env,
  survey: Survey = () => null,
): readonly Doubt[] {
  const found = [
    ...proveRules(catalog),
    ...runningOut(catalog, now),
    ...unfitStrategies(catalog, survey),
    ...unmeasured(catalog, survey),
    ...unwatched(catalog, survey),
    ...unconfirmed(catalog, survey),
    ...keyless(catalog, env),
    ...addressless(catalog, env),
    ...unsigned(catalog, env),
    ...browserless(catalog, env),
    ...unreadableSboms(catalog, env, survey),
  ];
  return found.map(({ about, what, example }) => {
    const { file, line, column } = places.get(about) ?? NOWHERE;
    return { file, line, column, message: `${about}: ${what}`, example };
  });
}

/** Nobody can give a code that nothing can look at, so what asks for one can never be done. */
function keyless({ secondFactor }: Catalog, env: Env): readonly Finding[] {
  const { name } = VARIABLES.secondFactorKey;
  if (!secondFactor || isSandbox(env) || env[name] || env[`${name}_FILE`]) return [];
  const what = `it asks for codes that nobody can give: ${name} is not set here`;
  return [{ about: 'secondFactor', what, example: 'nobody can say yes to breaking the glass' }];
}

/** A calendar that this process could not read closes all it speaks of. */
function addressless({ feeds = [] }: Catalog, env: Env): readonly Finding[] {
  return feeds.flatMap(({ name, urlFrom = '', environments }): Finding[] => {
    const [, variable] = /^env:(.+)$/.exec(urlFrom) ?? [];
    if (variable === undefined || env[variable]) return [];
    const what = `it cannot be read here: ${variable}, which holds its address, is not set`;
    const example = `nothing new starts in ${environments.join(' or ')} until somebody has read it`;
    return [{ about: `calendar ${name}`, what, example }];
  });
}

/** Whoever is handed the minutes would have to believe them. */
function unsigned({ cab }: Catalog, env: Env): readonly Finding[] {
  const { name } = VARIABLES.signingKey;
  if (!cab || isSandbox(env) || env[name] || env[`${name}_FILE`]) return [];
  const what = `its minutes are not signed: ${name} is not set here`;
  return [{ about: 'cab', what, example: 'nobody can check them without the database' }];
}

/** It makes keys of its own. */
function isSandbox(env: Env): boolean {
  return !env['DATABASE_URL'] && !env['DATABASE_URL_FILE'];
}

const NOWHERE: Place = { file: 'fairway.yaml', line: 1, column: 1 };

export function sayDoubt({ file, line, column, message, example }: Doubt): string {
  return `${file}:${line}:${column}: warning: ${message}; for example, ${example}`;
}
