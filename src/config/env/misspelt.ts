import { nearest } from '../near.ts';
import type { Env } from './read-values.ts';
import { exampleOf, type VariableFault } from './variable-fault.ts';
import { VARIABLE_KEYS, VARIABLES } from './variables.ts';

const NAMES = VARIABLE_KEYS.map((key) => VARIABLES[key].name);
const KNOWN = NAMES.flatMap((name) => [name, `${name}_FILE`]);

/** Variables that are almost ours: a misspelt one would be left out of account without a word. */
export function misspelt(env: Env): readonly VariableFault[] {
  return Object.keys(env)
    .filter((name) => /^(FAIRWAY|SLACK)_/.test(name) && !KNOWN.includes(name))
    .flatMap((name) => {
      const meant = nearest(name, KNOWN);
      const variable = VARIABLE_KEYS.map((key) => VARIABLES[key]).find((one) =>
        meant?.startsWith(one.name),
      );
      if (meant === null || variable === undefined) return [];
      const why = `Did you mean ${meant}, ${variable.what}`;
      return [
        { variable: name, what: 'there is no such variable', why, example: exampleOf(variable) },
      ];
    });
}
