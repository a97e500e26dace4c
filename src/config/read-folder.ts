import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { missingSource, readSource, type Source } from './source.ts';

export const WHERE_TO_START = 'docs/configuration.md says what belongs there';

/** fairway.yaml, services/*.yaml, calendars/*.ics and openslo/*.yaml of a folder; what cannot be read becomes a source with that fault. */
export async function readFolder(folder: string): Promise<readonly Source[]> {
  return Promise.all((await filesOf(folder)).map(readOne));
}

/** Another text whenever a file of the folder was written, added or removed; nothing of it is read. */
export async function fingerprintOf(folder: string): Promise<string> {
  const all = await filesOf(folder);
  const stats = await Promise.all(all.map((file) => stat(file).catch(() => null)));
  return all.map((file, i) => `${file} ${stats[i]?.mtimeMs} ${stats[i]?.size}`).join('\n');
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const top = await filesIn(folder, YAML);
  const organisation = top.filter((name) => /^fairway\.ya?ml$/.test(name));
  const named = organisation.length > 0 ? organisation : ['fairway.yaml'];
  const services = await filesIn(join(folder, 'services'), YAML);
  const calendars = await filesIn(join(folder, 'calendars'), /\.ics$/);
  const openslo = await filesIn(join(folder, 'openslo'), YAML);
  return [
    ...named.map((name) => join(folder, name)),
    ...services.map((name) => join(folder, 'services', name)),
    ...calendars.map((name) => join(folder, 'calendars', name)),
    ...openslo.map((name) => join(folder, 'openslo', name)),
  ];
}

const YAML = /\.ya?ml$/;

/** The files of a folder by name; none when the folder is not there, which is no fault by itself. */
async function filesIn(folder: string, kind: RegExp): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => kind.test(name)).toSorted();
}

async function readOne(file: string): Promise<Source> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
    return readSource({ file, text });
  } catch (error) {
    return missingSource(file, reason(error), WHERE_TO_START);
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'this file is not UTF-8 text';
  return `this file cannot be read: ${String(code ?? error)}`;
}
