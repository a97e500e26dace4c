import { distance } from 'fastest-levenshtein';

const FAR = 2;
const LISTED = 12;

/** The candidate that was most likely meant: at most two edits away, whatever the case; or null. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const typed = word.toLowerCase();
  let best: string | null = null;
  let least = Math.min(FAR, word.length - 1) + 1;
  for (const candidate of candidates) {
    const edits = distance(typed, candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

/** A hint for a word nobody knows: the one that was meant, or else what there is when it is short. */
export function suggest(word: string, candidates: readonly string[], what: string): string | null {
  const meant = nearest(word, candidates);
  if (meant !== null) return `did you mean "${meant}"?`;
  if (candidates.length === 0) return `there are no ${what}`;
  return candidates.length <= LISTED ? `${what}: ${candidates.join(', ')}` : null;
}
