import { readFileSync } from 'node:fs';
import type { Print } from './print.ts';

const LEAST = 16;

/**
 * A secret in the variable `name`, or in the file that `<name>_FILE` names, without the space around it.
 * Null where there is none of 16 characters or more: then why, and what to set, was printed.
 * @param what which secret it must be, for the sentence
 */
export function secretIn(
  env: NodeJS.ProcessEnv,
  name: string,
  what: string,
  print: Print,
): string | null {
  const file = env[`${name}_FILE`];
  try {
    const secret = (file === undefined ? (env[name] ?? '') : readFileSync(file, 'utf8')).trim();
    if (secret.length >= LEAST) return secret;
    print(`Set ${name}, or ${name}_FILE, to ${what}: at least ${LEAST} characters.`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    print(`${name}_FILE is ${file}, which cannot be read${code}. It must hold ${what}.`);
  }
  return null;
}
