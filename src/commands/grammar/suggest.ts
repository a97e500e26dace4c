import { distance } from 'fastest-levenshtein';

const NEAR = 2;

/** The known word nearest to a mistyped one, at most two edits away; null when nothing is near. */
export function suggest(word: string, known: readonly string[]): string | null {
  const wanted = word.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ edits, candidate }) => edits <= NEAR && edits < candidate.length)
    .toSorted((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate ?? prefix(wanted, known);
}

/** `check` for `checkout`: people also stop typing too early. */
function prefix(word: string, known: readonly string[]): string | null {
  if (word.length < 3) return null;
  const found = known.filter((candidate) => candidate.toLowerCase().startsWith(word));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The line with its first whole-word `wrong` replaced by `right`, to be copied. */
export function corrected(line: string, wrong: string, right: string): string {
  const words = line.split(/(\s+|@)/);
  const at = words.findIndex((word) => word.toLowerCase() === wrong.toLowerCase());
  return at === -1 ? line : words.toSpliced(at, 1, right).join('');
}
