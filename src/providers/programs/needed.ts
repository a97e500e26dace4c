import { basename, delimiter, resolve as resolvePath } from 'node:path';
import { placeholdersIn } from './placeholders.ts';
import type { Ground } from './runner.ts';
import type { Surroundings } from './target.ts';

/** A file that a run would need, and where it would be looked for, in that order. */
export interface Needed {
  /** As the target has it. */
  readonly name: string;
  /** For people: `the script start.mjs for start`. */
  readonly says: string;
  readonly places: readonly string[];
  /** A script may be a folder that its interpreter knows how to run; nothing else may. */
  readonly kind: 'program' | 'script' | 'file';
}

/** What takes a file as its first argument and runs it. */
const INTERPRETER =
  /^(node(js)?|python[\d.]*|ruby[\d.]*|perl[\d.]*|php[\d.]*|(ba|da|z|k)?sh)(\.exe)?$/;

/**
 * What programs by verb need to be run there: each one's first element; the script behind it, where that is an
 * interpreter and its very next argument is neither an option nor filled in; and what the target lists as `needs`. Of
 * other arguments nobody knows whether they are files here, files elsewhere, or ones that are yet to be written.
 */
export function neededBy(
  { env, folder }: Pick<Ground, 'env' | 'folder'>,
  { cwd, needs = [] }: Surroundings,
  programs: Readonly<Record<string, readonly string[] | undefined>>,
): readonly Needed[] {
  const here = resolvePath(folder, cwd ?? '.');
  const path = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const along = (name: string): readonly string[] =>
    name.includes('/') ? [] : path.map((place) => resolvePath(place, name));
  const own = Object.entries(programs).flatMap(([verb, argv = []]): readonly Needed[] => {
    const [program] = argv;
    if (program === undefined) return [];
    const places = program.includes('/') ? [resolvePath(here, program)] : along(program);
    const says = `the program ${program} for ${verb}`;
    return [
      { name: program, says, places, kind: 'program' },
      ...scriptOf(argv, verb, { here, along }),
    ];
  });
  const listed = needs.map((name): Needed => {
    const says = `the file ${name}, which is among the target's needs,`;
    return { name, says, places: [resolvePath(here, name)], kind: 'file' };
  });
  return [...own, ...listed];
}

interface Looked {
  readonly here: string;
  readonly along: (name: string) => readonly string[];
}

function scriptOf(
  [program = '', script]: readonly string[],
  verb: string,
  { here, along }: Looked,
): readonly Needed[] {
  if (script === undefined || !INTERPRETER.test(basename(program))) return [];
  if (script.startsWith('-') || placeholdersIn(script).length > 0) return [];
  const own = resolvePath(here, script);
  // node adds the ending, shells look along PATH for what is not here.
  const places = [own, `${own}.js`, ...along(script)];
  return [{ name: script, says: `the script ${script} for ${verb}`, places, kind: 'script' }];
}
