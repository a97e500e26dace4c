import { createLog } from '../../src/cli/start/log.ts';
import type { Log } from '../../src/ports/log.ts';

/** One line of the log, as it is written. */
export interface Heard {
  readonly msg: string;
  readonly trace?: string;
  readonly act?: string;
  readonly deployment?: string;
  readonly [field: string]: unknown;
}

/** The log as production writes it, kept. */
export function listening(secrets: readonly string[] = []): {
  readonly log: Log;
  readonly raw: readonly string[];
  readonly lines: () => readonly Heard[];
} {
  const raw: string[] = [];
  const to = { write: (line: string) => void raw.push(line) };
  const log = createLog({ level: 'debug', role: 'all', secrets }, to);
  return { log, raw, lines: () => raw.map((line) => JSON.parse(line) as Heard) };
}
