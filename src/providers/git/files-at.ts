import { isOurs } from './committed.ts';
import { git } from './git.ts';

export interface FilesAt {
  readonly commit: string;
  /** Paths within the folder. */
  readonly files: readonly { readonly file: string; readonly text: string }[];
}

/** The commit that a branch, tag or commit means in the repository of a folder; null where there is none. */
export async function commitOf(folder: string, ref: string): Promise<string | null> {
  const args = ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`];
  return (await git(folder, args))?.trim() || null;
}

/** Where a folder lies within its repository, such as `config/`; empty at its top, null where git cannot say. */
export async function prefixOf(folder: string): Promise<string | null> {
  return (await git(folder, ['rev-parse', '--show-prefix']))?.replace(/\n$/, '') ?? null;
}

/** The configuration of a folder as a commit has it, whatever is checked out. Null where git cannot say. */
export async function filesAt(folder: string, commit: string): Promise<FilesAt | null> {
  const names = await git(folder, ['ls-tree', '-r', '-z', '--name-only', commit]);
  const within = await prefixOf(folder);
  if (names === null || within === null) return null;
  const files: { file: string; text: string }[] = [];
  for (const file of names.split('\0').filter(isOurs)) {
    const text = await git(folder, ['cat-file', 'blob', `${commit}:${within}${file}`]);
    if (text === null) return null;
    files.push({ file, text });
  }
  return { commit, files };
}
