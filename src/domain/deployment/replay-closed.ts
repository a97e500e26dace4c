import { type Instant, instant } from '../kernel/time.ts';
import { type Budget, budgetOf, spentOf } from '../verdict/budget.ts';
import type { Objective } from '../verdict/objective.ts';
import { type DayServed, dayOf, type MinuteServed } from './burn-watch.ts';
import type { Deployment } from './deployment.ts';
import { type MinuteSums, sumsOf } from './minute-sums.ts';
import { passedThen, startedIn } from './ran-then.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** So short an opening, in which a request more or less decides, is told as one time with what lies around it. */
const OPENING_MS = 3_600_000;

/** A time in which the budget was spent, so that the place would have been closed. */
export interface Closed {
  readonly from: Instant;
  /** Null: to the end of what was replayed. */
  readonly until: Instant | null;
  /** When most of it was spent. */
  readonly worst: Budget;
  /** What started there in that time, and would not have. */
  readonly barred: readonly Deployment[];
}

/**
 * When a spent budget would have closed the place, had it been asked at the end of every minute, and what started
 * meanwhile. What the minutes do not reach is not known, and taken to have gone as they did, as it is today. Of an
 * objective that leaves the place open, never. `minutes` are in order of time.
 */
export function replayClosed(
  minutes: readonly MinuteServed[],
  deployments: readonly Deployment[],
  objective: Objective,
): readonly Closed[] {
  const [first, last] = [minutes[0]?.[0], minutes.at(-1)?.[0]];
  if (first === undefined || last === undefined || objective.whenSpent === 'open') return [];
  const past: Past = { all: sumsOf(minutes), since: instant(first), objective };
  const spells: Spell[] = [];
  for (let t = first + MINUTE_MS; t <= last + MINUTE_MS; t += MINUTE_MS) {
    const share = shareAt(past, instant(t));
    if (share < 1) continue;
    const now = instant(t);
    const before = spells.at(-1);
    if (before?.until === t - MINUTE_MS) {
      before.until = now;
      if (share > before.share) Object.assign(before, { worst: now, share });
    } else spells.push({ from: now, until: now, worst: now, share });
  }
  const end = last + MINUTE_MS;
  return joined(spells.map((one) => closedOf(one, past, deployments, end)));
}

interface Past {
  readonly all: MinuteSums;
  readonly since: Instant;
  readonly objective: Objective;
}

interface Spell {
  readonly from: Instant;
  until: Instant;
  worst: Instant;
  share: number;
}

function shareAt({ all, since, objective }: Past, now: Instant): number {
  const served = all.between(dayOf(now - objective.period) - 1, now);
  return served === null ? 0 : spentOf(served, since, objective, now).share;
}

function closedOf(
  { from, until, worst }: Spell,
  { all, since, objective }: Past,
  deployments: readonly Deployment[],
  end: number,
): Closed {
  const days: DayServed[] = [];
  for (let day = dayOf(worst - objective.period); day < worst; day += DAY_MS) {
    const served = all.between(day - 1, Math.min(day + DAY_MS, worst));
    if (served) days.push([day, served.requests, served.errors]);
  }
  const barred = startedIn(deployments, from, until).filter((d) => !passedThen(d));
  return {
    from,
    until: until >= end ? null : until,
    worst: budgetOf(days, since, objective, worst),
    barred,
  };
}

/** With what lies close together as one. */
function joined(all: readonly Closed[]): readonly Closed[] {
  const found: Closed[] = [];
  for (const one of all) {
    const before = found.at(-1);
    if (before?.until == null || one.from - before.until >= OPENING_MS) found.push(one);
    else
      found[found.length - 1] = {
        ...before,
        until: one.until,
        worst: one.worst.share > before.worst.share ? one.worst : before.worst,
        barred: [...before.barred, ...one.barred],
      };
  }
  return found;
}
