import { nearest } from '../near.ts';
import type { Values } from './read-values.ts';
import type { VariableFault } from './variable-fault.ts';
import { VARIABLE_KEYS, VARIABLES } from './variables.ts';

interface Flags {
  readonly values: Values;
  readonly faults: readonly VariableFault[];
}

const KNOWN = VARIABLE_KEYS.flatMap((key) => VARIABLES[key].flag ?? []);

/** Reads `--port 4000` and `--port=4000`, whatever flag a variable has. */
export function readFlags(argv: readonly string[]): Flags {
  const words = argv.flatMap(splitAtEquals);
  const read: [string, string][] = [];
  const faults: VariableFault[] = [];
  words.forEach((flag, i) => {
    if (!isFlag(flag) && isFlag(words[i - 1])) return; // the value of the flag before it
    const key = VARIABLE_KEYS.find((one) => VARIABLES[one].flag === flag);
    const value = words[i + 1];
    if (key === undefined) faults.push(unknown(flag));
    else if (value === undefined || isFlag(value)) faults.push(valueless(flag));
    else read.push([key, value]);
  });
  return { values: Object.fromEntries(read), faults };
}

function isFlag(word: string | undefined): boolean {
  return word?.startsWith('--') ?? false;
}

function splitAtEquals(word: string): readonly string[] {
  const at = word.indexOf('=');
  return word.startsWith('--') && at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word];
}

function unknown(word: string): VariableFault {
  const meant = nearest(word, KNOWN);
  const why = `The flags are ${KNOWN.join(', ')}`;
  return { variable: word, what: 'there is no such flag', why, example: `${meant ?? '--port'} …` };
}

function valueless(flag: string): VariableFault {
  const key = VARIABLE_KEYS.find((one) => VARIABLES[one].flag === flag) ?? 'port';
  const { what, example } = VARIABLES[key];
  return {
    variable: flag,
    what: 'no value follows',
    why: `It is ${what}`,
    example: `${flag} ${example}`,
  };
}
