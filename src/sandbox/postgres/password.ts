import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { refused } from '../refused.ts';
import type { PostgresPaths } from './paths.ts';

/** A new password for a cluster about to be made, stored readable by its owner alone. */
export async function makePassword(paths: PostgresPaths): Promise<string> {
  // base64url: it goes into a URL without quoting.
  const password = randomBytes(24).toString('base64url');
  await rm(paths.password, { force: true });
  await writeFile(paths.password, `${password}\n`, { mode: 0o600, flush: true });
  return password;
}

/** @throws Refused `postgres-password` when the file of an existing cluster is gone or empty */
export async function readPassword(paths: PostgresPaths): Promise<string> {
  const text = await readFile(paths.password, 'utf8').catch(() => '');
  if (text.trim() !== '') return text.trim();
  throw wrongPassword(paths, 'is missing or empty');
}

export function wrongPassword(paths: PostgresPaths, fault: string) {
  return refused(
    'postgres-password',
    `The file ${paths.password} ${fault}, so nobody can log in to the database beside it.`,
    'It was made together with the database and changed or removed since.',
    'Put the file back, or run `npm run reset` to start over with an empty database.',
  );
}
