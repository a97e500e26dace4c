import { inspect } from 'node:util';
import type { Log } from '../../src/ports/log.ts';

/** Keeps what is logged as a warning or an error to itself, until somebody asks. */
export function quietLog(hears: Log | null) {
  const errors: unknown[] = [];
  const lines: string[] = [];
  const keep = (fields: unknown, message: string): void => {
    lines.push(`${message} ${inspect(fields, { breakLength: Infinity })}`);
  };
  return {
    errors,
    info: (fields, message) => hears?.info(fields, message),
    warn(fields, message) {
      keep(fields, message);
      hears?.warn(fields, message);
    },
    error(fields, message) {
      keep(fields, message);
      errors.push({ message, fields });
      hears?.error(fields, message);
    },
    forget: () => void lines.splice(0),
    tell: () => void process.stderr.write(`logged meanwhile:\n${lines.join('\n') || 'nothing'}\n`),
  } satisfies Log & Record<string, unknown>;
}
