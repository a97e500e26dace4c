import { type Instant, instant } from '../kernel/time.ts';
import type { Pair } from '../verdict/burn.ts';
import type { Objective } from '../verdict/objective.ts';
import { isApprovedFix } from './approved-fix.ts';
import { KEEP_MINUTES_MS, type MinuteServed, PAGES } from './burn-watch.ts';
import type { Deployment } from './deployment.ts';
import { sumsOf } from './minute-sums.ts';
import { ranAt } from './ran-then.ts';
import { burnOfAll, OVER_MS } from './whole-burn.ts';

const MINUTE_MS = 60_000;

/** All of the service burned from then on, and what ran there would have been held. */
export interface Burned {
  readonly at: Instant;
  /** The last minute at whose end it burned. */
  readonly until: Instant;
  readonly why: string;
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
  const found: Burned[] = [];
  const [first = 0, last = 0] = [minutes[0]?.[0], minutes.at(-1)?.[0]];
  for (let t = first + MINUTE_MS; t <= last + MINUTE_MS; t += MINUTE_MS) {
    // Where nothing failed nothing burns.
    if ((all.between(t - KEEP_MINUTES_MS, t)?.errors ?? 0) === 0) continue;
    const servedIn = (windowMs: number) => all.between(t - windowMs - MINUTE_MS, t);
    const why = burnOfAll(service, servedIn, [objective], pages);
    if (why === null) continue;
    const now = instant(t);
    const before = found.at(-1);
    if (before && t - before.until <= OVER_MS) {
      found[found.length - 1] = { ...before, until: now };
      continue;
    }
    const held = ranAt(deployments, now).filter((d) => !isApprovedFix(d));
    found.push({ at: now, until: now, why, held });
  }
  return found;
}
