import type { Instant } from '../kernel/time.ts';
import { type Pair, sayBurn } from '../verdict/burn.ts';
import type { Objective } from '../verdict/objective.ts';
import { isApprovedFix } from './approved-fix.ts';
import { hourOf, KEEP_MINUTES_MS, type MinuteServed, PAGES } from './burn-watch.ts';
import type { Deployment } from './deployment.ts';
import { type MinuteSums, sumsOf } from './minute-sums.ts';
import { ranAt } from './ran-then.ts';
import { type BurnSpell, spellsOf } from './replay-spells.ts';
import { BY_MINUTES_MS, SLOW_OVER_MS, ticketAt } from './slow-burn.ts';
import { burnOfAll, OVER_MS } from './whole-burn.ts';

const MINUTE_MS = 60_000;
const LONGEST_MS = 3 * 86_400_000;

/** All of the service burned from then on, and what ran there would have been held. */
export interface Burned extends BurnSpell {
  readonly held: readonly Deployment[];
}

/**
 * When all of a service would have been found to burn, had it been looked at at the end of every minute: by the
 * watcher's own windows, and one burn until it has been quiet for half an hour. `minutes` are in order of time.
 */
export function replayHolds(
  minutes: readonly MinuteServed[],
  deployments: readonly Deployment[],
  { service, objective }: { readonly service: string; readonly objective: Objective },
  pages: readonly Pair[] = PAGES,
): readonly Burned[] {
  const all = sumsOf(minutes);
  const burnsAt = (now: Instant): string | null => {
    if (nothingFailed(all, now - KEEP_MINUTES_MS, now)) return null;
    return burnOfAll(service, byMinutes(all, now), [objective], pages);
  };
  return spellsOf(minutes, burnsAt, OVER_MS).map((one) => ({
    ...one,
    held: ranAt(deployments, one.at).filter((d) => !isApprovedFix(d)),
  }));
}

/** When its owners would have been told that it burns slowly, by the same windows as the watcher's. */
export function replayTold(
  minutes: readonly MinuteServed[],
  objective: Objective,
): readonly BurnSpell[] {
  const all = sumsOf(minutes);
  const first = minutes[0]?.[0] ?? 0;
  const burnsAt = (now: Instant): string | null => {
    if (nothingFailed(all, hourOf(now - LONGEST_MS) - 1, now)) return null;
    const short = byMinutes(all, now);
    const servedIn = (windowMs: number) =>
      windowMs <= BY_MINUTES_MS ? short(windowMs) : all.between(hourOf(now - windowMs) - 1, now);
    const burns = ticketAt(servedIn, now - first, objective);
    return burns ? sayBurn(burns, objective) : null;
  };
  return spellsOf(minutes, burnsAt, SLOW_OVER_MS);
}

/** Then nothing burns. */
function nothingFailed(all: MinuteSums, from: number, to: number): boolean {
  return (all.between(from, to)?.errors ?? 0) === 0;
}

function byMinutes(all: MinuteSums, now: Instant) {
  return (windowMs: number) => all.between(now - windowMs - MINUTE_MS, now);
}
