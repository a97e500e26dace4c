import type { Log } from '../../../src/ports/log.ts';

export interface QuietLog extends Log {
  readonly lines: readonly string[];
}

/** Keeps what was logged, so that a test can ask for it. */
export function createQuietLog(): QuietLog {
  const lines: string[] = [];
  const keep = (_: Readonly<Record<string, unknown>>, message: string): void => {
    lines.push(message);
  };
  return { lines, info: keep, warn: keep, error: keep };
}
