const HIDDEN = '[redacted]';

/** Names of variables that hold secrets by what they are called. */
const SECRET_NAME = /TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|API_?KEY|PRIVATE|_KEY$|^KEY$/i;
/** Shorter values of such variables (`true`, `1`) would hide half of the output and protect nothing. */
const SHORTEST_GUESSED = 6;

/** What a credential looks like wherever it comes from; the first group, if any, stays. */
const SHAPES: readonly RegExp[] = [
  /\bxox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{6,}/g, // Slack
  /\bxapp-[A-Za-z0-9-]{6,}/g,
  /\b(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{16,}/g, // GitHub
  /\bglpat-[A-Za-z0-9_-]{16,}/g, // GitLab
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, // AWS
  /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*/g, // JWT
  /\b(Bearer\s+)[A-Za-z0-9._~+/=-]{6,}/gi,
  /\b(Authorization["']?\s*[:=]\s*["']?(?:Basic|Token|ApiKey)\s+)[A-Za-z0-9._~+/=-]+/gi,
  /\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s/@]+(?=@)/gi, // a password in a URL
];
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
    return SHAPES.reduce(
      (text, shape) =>
        text.replace(
          shape,
          (_, kept: unknown) => `${typeof kept === 'string' ? kept : ''}${HIDDEN}`,
        ),
      known,
    );
  };
}
