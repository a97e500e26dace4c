import { createHash } from 'node:crypto';
import { git } from './git.ts';

interface File {
  readonly file: string;
  readonly text: string;
}

export interface Committed {
  /** The commit that has exactly these files; null outside of git, or where they differ from it. */
  readonly commit: string | null;
  /** Names and addresses of who wrote what changed since the other commit, co-authors included. */
  readonly signed: readonly string[];
}

const NOWHERE: Committed = { commit: null, signed: [] };
const OURS =
  /^(fairway\.ya?ml|services\/[^/]+\.ya?ml|calendars\/[^/]+\.ics|openslo\/[^/]+\.ya?ml)$/;

/** Whether a path within the folder is one of its files. */
export function isOurs(file: string): boolean {
  return OURS.test(file);
}

/**
 * Whether the commit that is checked out in a folder has exactly these files, and who wrote what changed
 * in that folder since `since`. Where that is no ancestor, or null, whoever changed it last.
 */
export async function committed(
  folder: string,
  files: readonly File[],
  since: string | null,
): Promise<Committed> {
  const commit = (await git(folder, ['rev-parse', '--verify', 'HEAD^{commit}']))?.trim();
  if (!commit) return NOWHERE;
  const tree = await git(folder, ['ls-tree', '-r', '-z', commit, '--', '.']);
  if (tree === null || !hasExactly(tree, files)) return NOWHERE;
  return { commit, signed: await signedBetween(folder, since, commit) };
}

function hasExactly(tree: string, files: readonly File[]): boolean {
  const there = tree.split('\0').flatMap((line) => {
    const [, blob = '', file = ''] = /^\d+ blob (\w+)\t(.*)$/s.exec(line) ?? [];
    return isOurs(file) ? [`${file} ${blob}`] : [];
  });
  const here = files.map(({ file, text }) => `${file} ${blobOf(text)}`);
  return there.length === here.length && here.every((one) => there.includes(one));
}

/** As git names a file's content. */
function blobOf(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Names and addresses of who wrote what changed in the folder between two commits. */
export async function signedBetween(
  folder: string,
  since: string | null,
  commit: string,
): Promise<readonly string[]> {
  const format = '--format=%an%n%ae%n%(trailers:key=Co-authored-by,valueonly)';
  const isBefore =
    since !== null && (await git(folder, ['merge-base', '--is-ancestor', since, commit])) !== null;
  const range = isBefore ? [`${since}..${commit}`] : ['-1', commit];
  const said = await git(folder, ['log', '--no-show-signature', format, ...range, '--', '.']);
  const words = (said ?? '').split('\n').flatMap((line) => {
    const [, name = '', address = ''] = /^(.*?)\s*<([^>]+)>$/.exec(line) ?? [];
    return address === '' ? [line] : [name, address];
  });
  return [...new Set(words.map((word) => word.trim()).filter((word) => word !== ''))];
}
