import {
  appendFileSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { isObject, parseJson } from './json.ts';
import type { Entry } from './model/state.ts';

/** Where changes are written so that a restart finds them again. */
export interface Journal {
  append(entry: Entry): void;
}

export const noJournal: Journal = { append() {} };

const kinds = new Set([
  'message',
  'deleted',
  'channel',
  'user',
  'home',
  'canvas',
  'response',
  'file',
  'reset',
]);

/**
 * Reads the entries of a journal file; a file that is not there has none.
 *
 * @throws when a line other than the last is broken: that is no interrupted write but a damaged file
 */
export function readJournal(path: string): readonly Entry[] {
  const lines = readLines(path);
  const entries = lines.map((line) => parseJson(line));
  const broken = entries.findIndex((entry) => !isEntry(entry));
  if (broken === -1) return entries.filter(isEntry);
  // A process killed while writing leaves half a line at the end, and nothing after it.
  if (broken === lines.length - 1) return entries.slice(0, broken).filter(isEntry);
  throw new Error(
    `Line ${broken + 1} of ${path} is damaged. Run \`npm run reset\` to start with an empty workspace.`,
  );
}

/**
 * Starts a journal that begins with `entries` (the compacted past). The file is replaced in one
 * step, so a kill at any moment leaves either the old or the new one. Appends are handed to the
 * kernel before they return, which survives kill -9 of this process, though not a power cut.
 */
export function startJournal(path: string, entries: readonly Entry[]): Journal {
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w', 0o600);
  writeSync(file, entries.map(line).join(''));
  fsyncSync(file);
  closeSync(file);
  renameSync(fresh, path);
  return { append: (entry) => appendFileSync(path, line(entry)) };
}

function line(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`;
}

function isEntry(value: unknown): value is Entry {
  return isObject(value) && typeof value['kind'] === 'string' && kinds.has(value['kind']);
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((text) => text !== '');
  } catch (error) {
    if (isObject(error) && error['code'] === 'ENOENT') return [];
    throw error;
  }
}
