import type { Change } from '../kernel/change.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import {
  type BurnReading,
  type Pair,
  readPair,
  type ServedIn,
  sayBurn,
  sayPage,
} from '../verdict/burn.ts';
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
  return burnOfAll(seen.service, servedUntil(seen, now), objectives);
}

/** The same of any moment, by the pages of the SRE workbook or by others. */
export function burnOfAll(
  service: string,
  servedIn: ServedIn,
  objectives: readonly Objective[],
  pages: readonly Pair[] = PAGES,
): string | null {
  const found = burning(servedIn, objectives, pages);
  return found && `All of ${service} burns its budget: ${sayBurn(...found)}`;
}

/**
 * The same of what is to start there, in words that stay as they are while it burns. It goes by what was measured last:
 * what burned then does so until somebody has measured otherwise.
 */
export function openBurn(seen: BurnWatch | null, objectives: readonly Objective[]): string | null {
  if (seen?.readAt == null) return null;
  const found = burning(servedUntil(seen, seen.readAt), objectives, PAGES);
  return found && `All of ${seen.service} burns its budget: ${sayPage(...found)}`;
}

function burning(
  servedIn: ServedIn,
  objectives: readonly Objective[],
  pages: readonly Pair[],
): readonly [BurnReading, Objective] | null {
  for (const objective of objectives) {
    const readings = pages.map((pair) => readPair(pair, objective, servedIn));
    const burns = readings.find(({ says }) => says === 'burns');
    if (burns) return [burns, objective];
  }
  return null;
}

function servedUntil(seen: BurnWatch, now: Instant): ServedIn {
  return (windowMs) => servedBy(seen, null, now - windowMs);
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
