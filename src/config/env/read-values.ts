import { exampleOf, type VariableFault } from './variable-fault.ts';
import { VARIABLE_KEYS, VARIABLES, type Variable, type VariableKey } from './variables.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** What was given, by key; what is not given, or not readable, is not there. */
export type Values = { readonly [K in VariableKey]?: string };

export interface Given {
  readonly values: Values;
  /** Keys that somebody meant to set, readable or not: they decide what else is expected. */
  readonly meant: ReadonlySet<VariableKey>;
  readonly faults: readonly VariableFault[];
}

type Answer = { readonly value: string | null; readonly fault: VariableFault | null };

/** Reads every variable: from a flag, from `<NAME>`, or from the file that `<NAME>_FILE` names. */
export function readValues(env: Env, flags: Values, readFile: (path: string) => string): Given {
  const answers = VARIABLE_KEYS.map(
    (key) => [key, readOne(VARIABLES[key], env, flags[key], readFile)] as const,
  );
  return {
    values: Object.fromEntries(
      answers.flatMap(([key, { value }]) => (value === null ? [] : [[key, value]])),
    ),
    meant: new Set(
      answers.flatMap(([key, { value, fault }]) => (value === null && fault === null ? [] : [key])),
    ),
    faults: answers.flatMap(([, { fault }]) => (fault === null ? [] : [fault])),
  };
}

function readOne(
  variable: Variable,
  env: Env,
  flag: string | undefined,
  readFile: (path: string) => string,
): Answer {
  const { name } = variable;
  // Set to nothing is not set: that is how compose files pass on what they do not have.
  const direct = flag ?? (env[name]?.trim() || undefined);
  const file = env[`${name}_FILE`]?.trim() || undefined;
  if (direct !== undefined && file !== undefined && flag === undefined) {
    return faulty(variable, `${name} and ${name}_FILE are both set`, 'Only one can be meant');
  }
  if (direct !== undefined) return formed(variable, direct);
  if (file === undefined) return { value: null, fault: null };
  try {
    return formed(variable, readFile(file).trim());
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return faulty(variable, `${name}_FILE names ${file}, which cannot be read (${code})`);
  }
}

function formed(variable: Variable, value: string): Answer {
  if (variable.accepts(value)) return { value, fault: null };
  const shown = variable.secret ? 'the value' : JSON.stringify(value);
  return faulty(variable, `${shown} does not look right`);
}

function faulty(variable: Variable, what: string, why = `It is ${variable.what}`): Answer {
  return {
    value: null,
    fault: { variable: variable.name, what, why, example: exampleOf(variable) },
  };
}
