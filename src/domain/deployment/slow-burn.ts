import type { Change } from '../kernel/change.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { type Budget, budgetOf, closingOf, mostSpent } from '../verdict/budget.ts';
import { PAIRS, readPair, type Served, type ServedIn, sayBurn } from '../verdict/burn.ts';
import type { Objective } from '../verdict/objective.ts';
import { noteSpell } from './burn-spell.ts';
import { type BurnRow, type BurnWatch, hourOf, servedBy } from './burn-watch.ts';

const HOUR_MS = 3_600_000;
/**
 * As long as the short window of the slow ticket: quiet for less is the same burn, which is told once. Two hours, that of
 * the quick one, would call a burn over before the slow one has been measured.
 */
export const SLOW_OVER_MS = 6 * HOUR_MS;
/** The pairs of windows that nobody is woken by. */
export const TICKETS = PAIRS.filter(({ severity }) => severity === 'ticket');
/** Windows up to this long are counted by the minute, longer ones by the hour. */
export const BY_MINUTES_MS = 6 * HOUR_MS;

/** A service that spends its budget faster than it may, and slower than would hold anything. */
export interface SlowBurn {
  readonly why: string;
  readonly budget: Budget;
  /** When nothing is left if it goes on like that; null: nothing is left. */
  readonly emptyAt: Instant | null;
}

/** What of its budget holds at the same time: all of it burns as fast as a page, or it is spent and closes the place. */
export type Meanwhile = 'burns fast' | 'spent' | null;

/** What its owners are told, once when it begins (`burns`) and once when it is over. */
export interface SlowNews extends Target {
  readonly owners: readonly string[];
  readonly since: Instant;
  readonly burns: SlowBurn | null;
  /** How the budget of the objective that burns stands, of the first where none does. */
  readonly budget: Budget;
  readonly meanwhile: Meanwhile;
  readonly at: Instant;
}

/** Whether all that a service serves burns by a ticket's windows; null where nothing says so or too little is known. */
export function slowBurn(
  seen: BurnWatch,
  objectives: readonly Objective[],
  now: Instant,
): SlowBurn | null {
  const servedIn = (windowMs: number): Served | null =>
    windowMs <= BY_MINUTES_MS
      ? servedBy(seen, null, now - windowMs)
      : servedSince(seen.hours ?? [], hourOf(now - windowMs));
  for (const objective of objectives) {
    const burns = ticketAt(servedIn, now - seen.since, objective);
    if (!burns) continue;
    const budget = budgetOf(seen.days, seen.since, objective, now);
    const leftMs = ((1 - budget.share) * objective.period) / Math.max(burns.long ?? 1, 1);
    const emptyAt = budget.share >= 1 ? null : instant(Math.round(now + leftMs));
    return { why: sayBurn(burns, objective), budget, emptyAt };
  }
  return null;
}

export function meanwhileOf(
  seen: BurnWatch,
  objectives: readonly Objective[],
  now: Instant,
): Meanwhile {
  if (seen.whole) return 'burns fast';
  const most = mostSpent(seen, closingOf({ objectives }), now);
  return most && most.share >= 1 ? 'spent' : null;
}

/** The ticket that says it, of any moment; asked only once the short window was measured as a whole. */
export function ticketAt(servedIn: ServedIn, knownMs: number, objective: Objective) {
  return TICKETS.filter(({ shortMs }) => knownMs >= shortMs)
    .map((pair) => readPair(pair, objective, servedIn))
    .find(({ says }) => says === 'burns');
}

/** What is to be remembered of it; null: nothing new. */
export function noteSlow(
  seen: BurnWatch,
  burns: boolean,
  now: Instant,
): Change<BurnRow, never> | null {
  return noteSpell(seen, 'slow', { burns, overMs: SLOW_OVER_MS }, now);
}

function servedSince(hours: NonNullable<BurnWatch['hours']>, from: number): Served | null {
  const own = hours.filter(([at]) => at >= from);
  if (own.length === 0) return null;
  return {
    requests: own.reduce((sum, [, n]) => sum + n, 0),
    errors: own.reduce((sum, [, , k]) => sum + k, 0),
  };
}
