import type { Incident } from '../incident/incident.ts';
import { instant } from '../kernel/time.ts';
import type { Objective } from '../verdict/objective.ts';
import { alertSpikes } from './alert-spikes.ts';
import { burnSpikes } from './burn-spikes.ts';
import { type BurnWatch, KEEP_MINUTES_MS } from './burn-watch.ts';
import type { Said } from './confirm.ts';
import type { Deployment } from './deployment.ts';
import { judgedSpikes } from './judged-spikes.ts';
import type { AnyKept } from './sample.ts';
import type { Followed, Met, Noticed, Spike } from './spike.ts';

/** A time in which people met a version, and what became of it at its end. */
export interface Exposure extends Met {
  readonly ended: Followed;
}

/** What is known of it. */
export interface Seen {
  readonly samples: readonly AnyKept[];
  readonly burn: BurnWatch | null;
  readonly objectives: readonly Objective[];
  readonly incidents: readonly Incident[];
}

/** More than anybody looks at; each of an alert that flutters is one. */
const MOST = 50;

/** All that was noticed in this time, the first to begin first. */
export function noticedIn(d: Deployment, seen: Seen, time: Exposure): readonly Noticed[] {
  const noticed = [
    ...judgedSpikes(d, seen.samples, time.to),
    ...burnSpikes(d, seen.burn, seen.objectives, time),
    ...alertSpikes(d, seen.incidents, time),
  ];
  return noticed
    .filter(({ to }) => to > time.from)
    .toSorted((a, b) => a.from - b.from)
    .slice(0, MOST);
}

const HOLDS: readonly string[] = ['asked', 'paused'];

/** The same with what followed, by what was written down. */
export function followedBy(
  noticed: readonly Noticed[],
  said: readonly Said[],
  { to: end, ended }: Exposure,
): readonly Spike[] {
  const holds = said.filter(({ what }) => HOLDS.includes(what));
  return noticed.map((one): Spike => {
    const isHeld = holds.some(({ at }) => at >= one.from && at <= one.to);
    const last = one.to >= end && ended !== 'nothing' ? ended : null;
    return { ...one, followed: last ?? (isHeld ? 'hold' : 'nothing') };
  });
}

/** While a deployment was under way, from the first person who met its version; null where nobody did. */
export function underWay(d: Deployment): Exposure | null {
  if (d.exposedAt === null || d.finishedAt === null) return null;
  const failed = d.rolledBackBy === null ? 'failure' : 'rollback';
  return { from: d.exposedAt, to: d.finishedAt, ended: d.status === 'failed' ? failed : 'nothing' };
}

/**
 * Since a deployment had succeeded and until it was rolled back: no trace of its own tells of that time. As long as
 * minutes are kept; null where the rollback ended it.
 */
export function sinceItsEnd(d: Deployment, back: Deployment): Exposure | null {
  if (d.status !== 'succeeded' || d.finishedAt === null) return null;
  const to = back.requestedAt;
  const from = instant(Math.max(d.finishedAt, to - KEEP_MINUTES_MS));
  return from < to ? { from, to, ended: 'rollback' } : null;
}
