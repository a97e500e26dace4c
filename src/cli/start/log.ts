import { type DestinationStream, type Logger, pino } from 'pino';
import { traceFields } from '../../ports/trace.ts';
import { createRedactor } from '../../providers/programs/redact.ts';

/** Shorter values would hide half of a line and protect nothing. */
const SHORTEST = 6;

/**
 * Lines of JSON that say in which trace they were written. What looks like a credential, and the values of
 * these secrets, are taken out of the finished line: the last place at which one could slip through.
 */
export function createLog(
  how: { readonly level: string; readonly role: string; readonly secrets: readonly string[] },
  to: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  const cleaned = cleaner(how.secrets.filter((value) => value.length >= SHORTEST));
  return pino(
    { level: how.level, base: { role: how.role }, mixin: () => ({ ...traceFields() }) },
    { write: (line: string) => to.write(cleaned(line)) },
  );
}

/** The values of everything sealed in these settings. */
export function secretsIn(settings: unknown): readonly string[] {
  if (typeof settings !== 'object' || settings === null) return [];
  if ('reveal' in settings && typeof settings.reveal === 'function')
    return [String(settings.reveal())];
  return Object.values(settings).flatMap(secretsIn);
}

function cleaner(secrets: readonly string[]): (line: string) => string {
  const written = secrets.map((value) => JSON.stringify(value).slice(1, -1));
  const known = [...new Set([...secrets, ...written])].toSorted((a, b) => b.length - a.length);
  // A redactor remembers that a private key has begun: each text has its own.
  const clean = (text: string): string => text.split('\n').map(createRedactor(known)).join('\n');
  return (line) => {
    const bare = line.trimEnd();
    if (clean(bare) === bare) return line;
    return `${JSON.stringify(inside(JSON.parse(bare), clean))}\n`;
  };
}

/** The same with every text in it cleaned: what separates fields is no part of a secret. */
function inside(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map((one) => inside(one, clean));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [clean(name), inside(one, clean)]),
  );
}
