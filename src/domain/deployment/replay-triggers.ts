import { type Instant, instant } from '../kernel/time.ts';
import { spentOf } from '../verdict/budget.ts';
import type { Pair, Served } from '../verdict/burn.ts';
import type { Objective } from '../verdict/objective.ts';
import { burnsAt, dayOf, isWatched, KEEP_MINUTES_MS, type MinuteServed } from './burn-watch.ts';
import type { Deployment } from './deployment.ts';
import { type MinuteSums, sumsOf } from './minute-sums.ts';

const MINUTE_MS = 60_000;

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
  const all = sumsOf(minutes);
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
    .flatMap((d) => firstOf(d, sumsOf(versions.get(d.artifact.version) ?? []), past) ?? [])
    .toSorted((a, b) => a.at - b.at);
}

interface Past {
  readonly all: MinuteSums;
  readonly first: number;
  readonly last: number;
  readonly deployments: readonly Deployment[];
  readonly objective: Objective;
  readonly pages: readonly Pair[] | undefined;
}

/** The first minute at whose end this deployment was watched and its version burned. */
function firstOf(d: Deployment, own: MinuteSums, past: Past): Fired | null {
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
  { own, now, past }: { readonly own: MinuteSums; readonly now: Instant; readonly past: Past },
): string | null {
  const { all, first, objective, pages } = past;
  const { period } = objective;
  const served = all.between(dayOf(now - period) - 1, now) ?? NONE;
  const known = { served, ...spentOf(served, instant(first), objective, now) };
  const servedFrom = (from: number): Served | null =>
    own.between(Math.max(from, now - KEEP_MINUTES_MS) - MINUTE_MS, now);
  return burnsAt({ version, start, servedFrom, known }, objective, now, pages);
}

const NONE: Served = { requests: 0, errors: 0 };

/** As it stood then: what ended or was taken back later had not yet, and what a newer one replaced is past. */
function asOf(d: Deployment, others: readonly Deployment[], now: Instant): Deployment {
  const isPast = others.some(
    ({ startedAt }) => startedAt !== null && startedAt > (d.startedAt ?? 0) && startedAt <= now,
  );
  if (isPast) return { ...d, status: 'failed' };
  const isRunning = d.finishedAt === null || now < d.finishedAt;
  return { ...d, status: isRunning ? 'running' : d.status, rolledBackBy: null };
}
