import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import type { Tools } from '../../ports/provider.ts';
import { type Needed, neededBy } from './needed.ts';
import type { Ground } from './runner.ts';
import type { Surroundings } from './target.ts';

/** Of a larger file its size and when it was written say whether it is another one: nobody waits for node to be read. */
const MOST_READ = 1_048_576;

/**
 * Of what these programs need (`neededBy`), what is not there or may not be run or read now, in words; and a
 * fingerprint of the rest. A verb without a program needs nothing.
 */
export async function toolsThere(
  where: Pick<Ground, 'env' | 'folder'>,
  target: Surroundings,
  programs: Readonly<Record<string, readonly string[] | undefined>>,
): Promise<Tools> {
  const looked = await Promise.all(
    neededBy(where, target, programs).map(async (needed) => {
      const file = await find(needed);
      return { needed, file, print: file && (await printOf(file).catch(() => null)) };
    }),
  );
  return {
    lacks: looked.flatMap(({ needed: { says, kind }, file }) =>
      file === null ? [`${says} cannot be ${kind === 'program' ? 'run' : 'read'}`] : [],
    ),
    prints: Object.fromEntries(
      looked.flatMap(({ needed, print }) => (print ? [[needed.name, print] as const] : [])),
    ),
  };
}

/** Where a run would take it from; null where it is in none of its places. */
async function find({ places, kind }: Needed): Promise<string | null> {
  const mode = kind === 'program' ? constants.X_OK : constants.R_OK;
  for (const place of places) {
    const isThere = await access(place, mode).then(
      async () => kind === 'script' || (await stat(place)).isFile(),
      () => false,
    );
    if (isThere) return place;
  }
  return null;
}

/** Null of a folder that is a script, and of what would have to be waited for. */
async function printOf(file: string): Promise<string | null> {
  const found = await stat(file);
  if (!found.isFile()) return null;
  if (found.size > MOST_READ) return `${found.size} bytes of ${found.mtime.toISOString()}`;
  const bytes = await readFile(file);
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
