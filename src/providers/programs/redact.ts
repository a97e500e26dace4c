import { hideCredentials } from '../../domain/kernel/credentials.ts';

const HIDDEN = '[redacted]';

/** Names of variables that hold secrets by what they are called. */
const SECRET_NAME = /TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|API_?KEY|PRIVATE|_KEY$|^KEY$/i;
/** Shorter values of such variables (`true`, `1`) would hide half of the output and protect nothing. */
const SHORTEST_GUESSED = 6;

const KEY_BEGINS = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const KEY_ENDS = /-----END [A-Z0-9 ]*PRIVATE KEY-----/;

/** Values of the variables a command is given that must not be shown, longest first. */
export function secretsOf(
  env: Readonly<Record<string, string>>,
  named: readonly string[],
): readonly string[] {
  const values = Object.entries(env).flatMap(([name, value]) => {
    const guessed = SECRET_NAME.test(name) && value.length >= SHORTEST_GUESSED;
    // Output comes line by line, and a secret of several lines is printed as several lines.
    return named.includes(name) || guessed ? [value, ...value.split(/\r?\n/)] : [];
  });
  const known = new Set(values.map((value) => value.trim()).filter((value) => value !== ''));
  return [...known].toSorted((a, b) => b.length - a.length);
}

/**
 * Answers a function that takes secrets out of a line: known values, whatever looks like a credential,
 * and every line of a private key, for which it remembers that one has begun.
 */
export function createRedactor(secrets: readonly string[]): (line: string) => string {
  let inKey = false;
  return (line) => {
    const begins = KEY_BEGINS.test(line);
    const hidden = inKey || begins;
    if (hidden) inKey = !KEY_ENDS.test(line);
    if (hidden) return HIDDEN;
    const known = secrets.reduce((text, secret) => text.replaceAll(secret, HIDDEN), line);
    return hideCredentials(known);
  };
}
