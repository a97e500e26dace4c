import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The top folder of the checkout. */
export const root = join(import.meta.dirname, '..', '..');

/** Files under a folder of the checkout, as paths from the top with `/`; none if it is not there. */
export function filesUnder(folder: string, wanted: RegExp): readonly string[] {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => wanted.test(path))
    .sort();
}

/** What is written by hand and shipped: TypeScript, and the page's modules served as they are. */
export function sourceFiles(): readonly string[] {
  return filesUnder('src', /(\.ts|\/page\/.*\.js)$/);
}
