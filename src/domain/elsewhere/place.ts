import type { Known } from '../kernel/known.ts';
import type { Target } from '../kernel/target.ts';
import { EVERYWHERE, type ForeignMove } from './move.ts';
import type { ChangeSource } from './source.ts';

/**
 * Where a change was made, in our names; null where it is none of our business: it names only what we do not know,
 * names nothing at all, or speaks of what its source may not speak of. A word that is not known is never taken
 * for everything: another team's staging is not our production.
 */
export function placeOf(
  { about, environment: word }: Pick<ForeignMove, 'about' | 'environment'>,
  source: ChangeSource,
  known: Known,
): Target | null {
  const service =
    about.length === 0 ? EVERYWHERE : firstOf(about, (one) => own(source, one, known.service));
  const environment =
    word === null ? (source.inEnvironment ?? EVERYWHERE) : own(source, word, known.environment);
  if (service === null || environment === null) return null;
  if (service === EVERYWHERE && environment === EVERYWHERE) return null;
  if (source.services?.includes(service) === false) return null;
  const isPlace = service !== EVERYWHERE && environment !== EVERYWHERE;
  return isPlace && !known.runs({ service, environment }) ? null : { service, environment };
}

function own({ names }: ChangeSource, word: string, find: Known['service']): string | null {
  const meant = Object.hasOwn(names, word) ? (names[word] ?? word) : word;
  return meant === EVERYWHERE ? EVERYWHERE : find(meant);
}

function firstOf(words: readonly string[], find: (word: string) => string | null): string | null {
  return words.map(find).find((found) => found !== null) ?? null;
}
