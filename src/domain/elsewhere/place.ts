import type { Known } from '../kernel/known.ts';
import type { Target } from '../kernel/target.ts';
import { EVERYWHERE, type ForeignMove } from './move.ts';
import type { ChangeSource } from './source.ts';

/**
 * Where a change was made, in our names: of several services the first that is ours and runs there. Null where it is
 * none of our business: it names only what we do not know, names nothing at all, or speaks of what its source may not
 * speak of. A word that is not known is never taken for everything: another team's staging is not our production.
 */
export function placeOf(
  { about, environment: word }: Pick<ForeignMove, 'about' | 'environment'>,
  source: ChangeSource,
  known: Known,
): Target | null {
  const environment =
    word === null ? (source.inEnvironment ?? EVERYWHERE) : own(source, word, known.environment);
  if (environment === null) return null;
  const runsThere = (service: string): boolean =>
    [service, environment].includes(EVERYWHERE) || known.runs({ service, environment });
  const services =
    about.length === 0 ? [EVERYWHERE] : about.map((one) => own(source, one, known.service));
  const service = services.find((one) => one !== null && runsThere(one)) ?? null;
  if (service === null || (service === EVERYWHERE && environment === EVERYWHERE)) return null;
  return source.services?.includes(service) === false ? null : { service, environment };
}

function own({ names }: ChangeSource, word: string, find: Known['service']): string | null {
  const meant = Object.hasOwn(names, word) ? (names[word] ?? word) : word;
  return meant === EVERYWHERE ? EVERYWHERE : find(meant);
}
