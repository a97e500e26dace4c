import { sayDuration } from '../kernel/duration.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { type Served, spends } from './burn.ts';
import type { Objective } from './objective.ts';

const HOUR_MS = 3_600_000;

/** How much of an objective's error budget is spent at a target; `share` 1 is all of it. */
export interface Budget {
  readonly name: string;
  readonly target: number;
  readonly periodMs: number;
  readonly share: number;
  readonly served: Served;
  /** For how much of the period there are counts; the rest is taken to have gone as this did. */
  readonly knownMs: number;
  /** When there is some again if nothing fails until then; null while there is. */
  readonly until: Instant | null;
}

/** What was served in one day, by when that began. */
type Day = readonly [at: number, requests: number, errors: number];

const DAY_MS = 24 * HOUR_MS;

/**
 * The budget over the period that ends now: errors over (1 − target) of what the period serves. Of fewer requests than
 * the objective asks for nothing is concluded: nothing is spent.
 */
export function budgetOf(
  days: readonly Day[],
  since: Instant,
  objective: Objective,
  now: Instant,
): Budget {
  const { name, target, period: periodMs } = objective;
  const own = days.filter(([at]) => at + DAY_MS > now - periodMs);
  const served = sum(own);
  const { share, whole, knownMs } = spentOf(served, since, objective, now);
  const until = share < 1 ? null : freeAt(own, whole, objective);
  return { name, target, periodMs, share, served, knownMs, until };
}

/** How much of the budget is spent by what was served in the period; `whole` is what all of it is taken to serve. */
export function spentOf(
  served: Served,
  since: Instant,
  objective: Objective,
  now: Instant,
): { readonly share: number; readonly whole: number; readonly knownMs: number } {
  const { period, minRequests } = objective;
  const knownMs = Math.min(period, Math.max(HOUR_MS, now - since));
  const whole = (served.requests * period) / knownMs;
  const share =
    served.requests < minRequests ? 0 : rounded(spends(served.errors, whole, objective));
  return { share, whole, knownMs };
}

/** The objectives of a placement that close it once they are spent. */
export function closingOf(
  placement: { readonly objectives?: readonly Objective[] } | null | undefined,
): readonly Objective[] {
  return placement?.objectives?.filter(({ whenSpent }) => whenSpent === 'close') ?? [];
}

/** Of several objectives over the same counts, the budget of which most is spent; null of none. */
export function mostSpent(
  { days, since }: { readonly days: readonly Day[]; readonly since: Instant },
  objectives: readonly Objective[],
  now: Instant,
): Budget | null {
  const budgets = objectives.map((one) => budgetOf(days, since, one, now));
  return budgets.toSorted((a, b) => b.share - a.share)[0] ?? null;
}

/** The end of the first day whose leaving the period leaves less failed than may fail. */
function freeAt(days: readonly Day[], whole: number, objective: Objective): Instant | null {
  const ordered = days.toSorted((a, b) => a[0] - b[0]);
  const at = ordered.findIndex(
    (_, i) => spends(sum(ordered.slice(i + 1)).errors, whole, objective) < 1,
  );
  const day = ordered[at];
  return day ? instant(day[0] + DAY_MS + objective.period) : null;
}

/** 1 − 0.999 is not quite 0.001, and all of it is all of it. */
function rounded(share: number): number {
  return Math.round(share * 1e9) / 1e9;
}

function sum(days: readonly Day[]): Served {
  return {
    requests: days.reduce((n, [, requests]) => n + requests, 0),
    errors: days.reduce((n, [, , errors]) => n + errors, 0),
  };
}

/** `availability 99.9 %: 132 % of the error budget of 30 days is spent (1,320 of 1,000,000 requests failed)`. */
export function sayBudget({ name, target, periodMs, share, served, knownMs }: Budget): string {
  const { errors, requests } = served;
  const n = (count: number): string => Math.round(count).toLocaleString('en');
  const known = knownMs < periodMs ? `, as far as it was measured: ${sayDuration(knownMs)}` : '';
  return `${name} ${Number((target * 100).toFixed(3))} %: ${Math.floor(share * 100)} % of the error budget of ${sayDuration(periodMs)} is spent (${n(errors)} of ${n(requests)} requests failed${known})`;
}
