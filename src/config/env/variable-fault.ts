import type { Variable } from './variables.ts';

/** One thing wrong with the environment: which variable, what is wrong with it, why, and a good value. */
export interface VariableFault {
  readonly variable: string;
  readonly what: string;
  readonly why: string;
  readonly example: string;
}

/** The fault as one line: `PORT: "http" does not look right. It is … . Example: PORT=3000`. */
export function sayVariableFault({ variable, what, why, example }: VariableFault): string {
  return `${variable}: ${what}. ${why}. Example: ${example}`;
}

/** A line that could stand in a shell or an env file. */
export function exampleOf({ name, example }: Variable): string {
  return `${name}=${example}`;
}

export function missing(variable: Variable, why: string): VariableFault {
  return { variable: variable.name, what: 'it is not set', why, example: exampleOf(variable) };
}
