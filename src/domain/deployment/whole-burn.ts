import type { Change } from '../kernel/change.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import { type Pair, readPair, type Served, type ServedIn, sayBurn } from '../verdict/burn.ts';
import type { Objective } from '../verdict/objective.ts';
import { noteSpell } from './burn-spell.ts';
import { type BurnRow, type BurnWatch, PAGES, servedBy } from './burn-watch.ts';

const MINUTE_MS = 60_000;
/** As long as the short window of the slow page: quiet for less is the same burn, which holds nothing again. */
export const OVER_MS = 30 * MINUTE_MS;

/**
 * Why what runs there is to be held: all that the service serves, by whichever version, burns as fast as the SRE
 * workbook pages for. Null where nothing says so or too little is known. It blames no version.
 */
export function wholeBurn(
  seen: BurnWatch,
  objectives: readonly Objective[],
  now: Instant,
): string | null {
  const servedIn = (windowMs: number): Served | null => servedBy(seen, null, now - windowMs);
  return burnOfAll(seen.service, servedIn, objectives);
}

/** The same of any moment, by the pages of the SRE workbook or by others. */
export function burnOfAll(
  service: string,
  servedIn: ServedIn,
  objectives: readonly Objective[],
  pages: readonly Pair[] = PAGES,
): string | null {
  for (const objective of objectives) {
    const readings = pages.map((pair) => readPair(pair, objective, servedIn));
    const burns = readings.find(({ says }) => says === 'burns');
    if (burns) return `All of ${service} burns its budget: ${sayBurn(burns, objective)}`;
  }
  return null;
}

/** What a hold for it is known by. */
export function burnCause({ service, environment }: Target): string {
  return `burn:${service}:${environment}`;
}

/** What is to be remembered of it, at most once a minute while it goes on; null: nothing new. */
export function noteWhole(
  seen: BurnWatch,
  burns: boolean,
  now: Instant,
): Change<BurnRow, never> | null {
  return noteSpell(seen, 'whole', { burns, overMs: OVER_MS }, now);
}
