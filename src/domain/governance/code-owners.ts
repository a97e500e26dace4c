import ignore from 'ignore';

/** One line of a CODEOWNERS file: who owns what matches. No owners: nobody has to be asked for it. */
export interface OwnedPaths {
  readonly pattern: string;
  readonly owners: readonly string[];
}

/**
 * Reads CODEOWNERS as GitHub documents it: a pattern and its owners a line, `#` begins a comment,
 * `\ ` is a space within a pattern. Lines that GitHub would skip are faults here, by their number from 1.
 */
export function readCodeOwners(text: string): {
  readonly entries: readonly OwnedPaths[];
  readonly faults: readonly { readonly line: number; readonly why: string }[];
} {
  const lines = text.split(/\r?\n/).map((line, i) => ({ line: i + 1, words: wordsOf(line) }));
  const read = lines.flatMap(({ line, words: [pattern, ...owners] }) =>
    pattern === undefined ? [] : [{ line, pattern, owners, why: wrongWith(pattern) }],
  );
  return {
    entries: read
      .flatMap((one) => (one.why === null ? [one] : []))
      .map(({ pattern, owners }) => {
        return { pattern, owners };
      }),
    faults: read.flatMap(({ line, why }) => (why === null ? [] : [{ line, why }])),
  };
}

/** The line that says who owns a path: the last one that matches it; null where none does. */
export function lineFor(entries: readonly OwnedPaths[], path: string): OwnedPaths | null {
  return entries.findLast(({ pattern }) => matches(pattern, path)) ?? null;
}

/** Who owns a path: the owners of its line, and nobody where there is none. */
export function ownersOf(entries: readonly OwnedPaths[], path: string): readonly string[] {
  return lineFor(entries, path)?.owners ?? [];
}

/** Whether a path is among what a pattern means; one that cannot be read is among everything. */
export function matches(pattern: string, path: string): boolean {
  const plain = path.replace(/^(\.?\/)+/, '');
  if (!ignore.isPathValid(plain)) return true;
  // Everything below, where .gitignore means the folders below alone.
  const meant = pattern.replace(/\/\*\*\/$/, '/**');
  if (!ignore({ ignorecase: false }).add(meant).ignores(plain)) return false;
  return !isShallow(pattern) || depthOf(plain) === depthOf(pattern.replace(/^\//, ''));
}

/** What a pattern may not say, or null. */
export function wrongWith(pattern: string): string | null {
  if (pattern.startsWith('!')) return `"${pattern}": ! does not take a path out again`;
  if (/[[\]]/.test(pattern)) return `"${pattern}": [ ] does not stand for a choice of characters`;
  if (pattern.startsWith('\\#')) return `"${pattern}": a pattern cannot begin with #`;
  return null;
}

/** `docs/*` means the files in docs and not those in its folders, where .gitignore means both. */
function isShallow(pattern: string): boolean {
  return pattern.endsWith('/*') && !pattern.includes('**');
}

function depthOf(path: string): number {
  return path.split('/').length;
}

/** The words of a line up to a comment; a backslash keeps a space within its word. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return comment === -1 ? words : words.slice(0, comment);
}
