import { type Instant, instant } from '../kernel/time.ts';
import type { Pair, Served } from '../verdict/burn.ts';
import type { Objective } from '../verdict/objective.ts';
import { burnsAt, isWatched, KEEP_MINUTES_MS, type MinuteServed } from './burn-watch.ts';
import type { Deployment } from './deployment.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A moment at which a new version would have been undone, and what became of it. */
export interface Fired {
  readonly at: Instant;
  readonly d: Deployment;
  readonly why: string;
}

/**
 * What the watcher would have found, had it looked at the end of every minute: of each deployment the first moment.
 * By the same windows and the same rule as it; `minutes` are in order of time, deployments in any.
 */
export function replayTriggers(
  minutes: readonly MinuteServed[],
  deployments: readonly Deployment[],
  objective: Objective,
  pages?: readonly Pair[],
): readonly Fired[] {
  const first = minutes[0];
  const last = minutes.at(-1);
  if (!first || !last) return [];
  const all = sums(minutes);
  const versions = Map.groupBy(minutes, (one) => one[1]);
  const past: Past = {
    all,
    first: first[0],
    last: last[0] + MINUTE_MS,
    deployments,
    objective,
    pages,
  };
  return deployments
    .flatMap((d) => firstOf(d, sums(versions.get(d.artifact.version) ?? []), past) ?? [])
    .toSorted((a, b) => a.at - b.at);
}

interface Past {
  readonly all: Sums;
  readonly first: number;
  readonly last: number;
  readonly deployments: readonly Deployment[];
  readonly objective: Objective;
  readonly pages: readonly Pair[] | undefined;
}

/** The first minute at whose end this deployment was watched and its version burned. */
function firstOf(d: Deployment, own: Sums, past: Past): Fired | null {
  if (d.exposedAt === null) return null;
  const { first, last, objective, deployments } = past;
  const until = Math.min(last, (d.finishedAt ?? last) + objective.watch);
  const from = Math.ceil(Math.max(d.exposedAt, first) / MINUTE_MS) * MINUTE_MS;
  for (let t = from; t <= until; t += MINUTE_MS) {
    const now = instant(t);
    if (!isWatched(asOf(d, deployments, now), objective, now)) continue;
    const why = whyAt(d.artifact.version, d.exposedAt, { own, now, past });
    if (why !== null) return { at: now, d, why };
  }
  return null;
}

function whyAt(
  version: string,
  start: Instant,
  { own, now, past }: { readonly own: Sums; readonly now: Instant; readonly past: Past },
): string | null {
  const { all, first, objective, pages } = past;
  const { period } = objective;
  const served = all.between(dayAfter(now - period) - 1, now) ?? NONE;
  const known = { served, knownMs: Math.min(period, Math.max(3_600_000, now - first)) };
  const servedFrom = (from: number): Served | null =>
    own.between(Math.max(from, now - KEEP_MINUTES_MS) - MINUTE_MS, now);
  return burnsAt({ version, start, servedFrom, known }, objective, now, pages);
}

const NONE: Served = { requests: 0, errors: 0 };

/** The first day that begins after this moment. */
function dayAfter(moment: number): number {
  return moment - (moment % DAY_MS) + DAY_MS;
}

/** As it stood then: what ended or was taken back later had not yet, and what a newer one replaced is past. */
function asOf(d: Deployment, others: readonly Deployment[], now: Instant): Deployment {
  const isPast = others.some(
    ({ startedAt }) => startedAt !== null && startedAt > (d.startedAt ?? 0) && startedAt <= now,
  );
  if (isPast) return { ...d, status: 'failed' };
  const isRunning = d.finishedAt === null || now < d.finishedAt;
  return { ...d, status: isRunning ? 'running' : d.status, rolledBackBy: null };
}

type Sums = ReturnType<typeof sums>;

/** Sums over any stretch of minutes, by halving. */
function sums(minutes: readonly MinuteServed[]) {
  const ats = minutes.map((one) => one[0]);
  const requests = [0];
  const errors = [0];
  for (const [i, [, , n, k]] of minutes.entries()) {
    requests.push((requests[i] ?? 0) + n);
    errors.push((errors[i] ?? 0) + k);
  }
  /** The index of the first minute that began after this moment. */
  const after = (moment: number): number => {
    let [low, high] = [0, ats.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ats[middle] ?? 0) > moment) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    /** Of the minutes that began after `from` and before `to`; null where there are none. */
    between(from: number, to: number): Served | null {
      const [i, j] = [after(from), after(to - 1)];
      if (j <= i) return null;
      return {
        requests: (requests[j] ?? 0) - (requests[i] ?? 0),
        errors: (errors[j] ?? 0) - (errors[i] ?? 0),
      };
    },
  };
}
