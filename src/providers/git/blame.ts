import { git } from './git.ts';

/** Who last wrote a line, and with which commit. */
export interface Blame {
  readonly commit: string;
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The first line of what the commit says of itself. */
  readonly summary: string;
}

/**
 * Who last wrote this line of a file of the folder, as of a commit, or of what is checked out there. Null
 * where git cannot say, and for a line that is in no commit yet.
 */
export async function blame(
  folder: string,
  { file, line }: { readonly file: string; readonly line: number },
  commit: string | null,
): Promise<Blame | null> {
  const at = ['-L', `${line},${line}`, ...(commit === null ? [] : [commit])];
  const said = await git(folder, ['blame', '--no-textconv', '--porcelain', ...at, '--', file]);
  if (said === null) return null;
  const [head = '', ...lines] = said.split('\n');
  const [by = ''] = head.split(' ');
  const read = (word: string): string =>
    lines.find((one) => one.startsWith(`${word} `))?.slice(word.length + 1) ?? '';
  if (by === '' || /^0+$/.test(by)) return null;
  const author = `${read('author')} ${read('author-mail')}`.trim();
  return { commit: by, author, at: Number(read('author-time')) * 1_000, summary: read('summary') };
}
