import { sayDuration } from '../domain/kernel/duration.ts';
import type { Target } from '../domain/kernel/target.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Traffic } from '../domain/strategies/sees.ts';
import { type Counters, NO_TRAFFIC, together } from '../domain/verdict/counters.ts';
import type { Context } from '../ports/context.ts';
import type { Spans } from '../ports/metrics.ts';
import type { Place } from './find.ts';
import type { Reaches } from './strategy-for.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** An hour that is asked for again within this begins at the same moment, so what it served is the same. */
const GRID_MS = 5 * MINUTE_MS;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** Read longer ago, what came since is in none of its minutes. The watcher looks every quarter of a minute. */
const STALE_MS = 2 * MINUTE_MS;
/** Fewer minutes say nothing about an hour. */
const FEWEST_MINUTES = 10;

/** What measures a place, and what is remembered of it. */
export interface Measures extends Reaches {
  readonly records: Pick<Context['records'], 'now' | 'burn'>;
}

/** What is usually served at a place at this hour, or why that is not known. */
export type Usual = Traffic | { readonly unknown: string };

/**
 * By a source that remembers: the same hour a week ago, or else the last hour. By one that does not: the last hour as
 * far as the watcher of an objective has counted it, without latency.
 */
export async function usualTraffic(
  ctx: Measures,
  { service, environment, placement }: Place,
  at: Instant,
): Promise<Usual> {
  const target = { service: service.name, environment: environment.name };
  const { metrics } = ctx.provider(target);
  if (!metrics) return { unknown: `nothing measures requests in ${environment.name}` };
  const now = await ctx.records.now();
  if (!metrics.spans) return counted(ctx, target, now);
  try {
    return await remembered(metrics.spans, target, placement.target, { at, now });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { unknown: `its traffic could not be read: ${why}` };
  }
}

async function remembered(
  spans: Spans,
  target: Target,
  placement: Place['placement']['target'],
  { at, now }: { readonly at: Instant; readonly now: Instant },
): Promise<Usual> {
  const hour = (from: Instant) => ({ from, to: plus(from, HOUR_MS) });
  const read = async (from: Instant): Promise<Counters> => {
    const versions = await spans.during(target, placement, hour(from));
    return [...versions.values()].reduce(together, NO_TRAFFIC);
  };
  const minutesIn = async (from: Instant): Promise<number> =>
    ((await spans.measured?.(target, hour(from))) ?? HOUR_MS) / MINUTE_MS;
  const everyMs = spans.everyMs;
  const weekAgo = onGrid(plus(at, -WEEK_MS));
  const newest = onGrid(plus(now, -HOUR_MS - spans.lateMs));
  // A source that is younger than a week has no readings from then, which is no answer.
  const known = weekAgo <= newest && (await minutesIn(weekAgo)) >= FEWEST_MINUTES;
  const then = known ? await read(weekAgo).catch(() => NO_TRAFFIC) : NO_TRAFFIC;
  const isThere = then.requests > 0;
  const minutes = await minutesIn(isThere ? weekAgo : newest);
  if (minutes < FEWEST_MINUTES)
    return { unknown: `what ${target.environment} measures is not kept for ten minutes yet` };
  const counters = isThere ? then : await read(newest);
  const when = isThere ? 'the same hour a week ago' : 'the last hour';
  return { counters, perMinute: counters.requests / minutes, when, everyMs };
}

function onGrid(at: Instant): Instant {
  return plus(at, -(at % GRID_MS));
}

async function counted(
  { records }: Pick<Measures, 'records'>,
  target: Target,
  now: Instant,
): Promise<Usual> {
  const seen = await records.burn(target);
  const minutes = seen ? Math.min(60, (now - seen.since) / MINUTE_MS) : 0;
  if (!seen || seen.series !== undefined || minutes < FEWEST_MINUTES)
    return { unknown: `what ${target.environment} measures is not kept` };
  const ago = now - (seen.readAt ?? 0);
  if (ago > STALE_MS)
    return { unknown: `${target.environment} was last measured ${sayDuration(ago)} ago` };
  const own = seen.minutes.filter(([at]) => at >= now - minutes * MINUTE_MS);
  const requests = own.reduce((sum, one) => sum + one[2], 0);
  const errors = own.reduce((sum, one) => sum + one[3], 0);
  const counters = { requests, errors, buckets: [] };
  const when = minutes < 60 ? `the last ${Math.floor(minutes)} minutes` : 'the last hour';
  return { counters, perMinute: requests / minutes, when, everyMs: 0 };
}
