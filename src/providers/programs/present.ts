import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, resolve as resolvePath } from 'node:path';
import type { Ground } from './runner.ts';
import type { Surroundings } from './target.ts';

/**
 * Of these verbs, those whose program could not be run now, in words: it is not there, or may not be
 * executed. It is looked for where a run would: in the target's folder where its name has a slash, else
 * along PATH. A verb without a program misses nothing.
 */
export async function missingPrograms(
  ground: Pick<Ground, 'env' | 'folder'>,
  target: Surroundings,
  programs: Readonly<Record<string, readonly string[] | undefined>>,
): Promise<readonly string[]> {
  const cwd = resolvePath(ground.folder, target.cwd ?? '.');
  const found = await Promise.all(
    Object.entries(programs).map(async ([verb, argv]) => {
      const [program] = argv ?? [];
      if (program === undefined || (await canRun(program, cwd, ground.env['PATH'] ?? '')))
        return [];
      return [`the program ${program} for ${verb} cannot be run`];
    }),
  );
  return found.flat();
}

async function canRun(program: string, cwd: string, path: string): Promise<boolean> {
  const places =
    program.includes('/') || isAbsolute(program) ? [cwd] : path.split(delimiter).filter(Boolean);
  const tried = await Promise.all(places.map((place) => isExecutable(resolvePath(place, program))));
  return tried.includes(true);
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
