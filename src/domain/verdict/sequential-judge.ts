import { type Boundaries, boundariesOf, failed, slowerThan } from './boundaries.ts';
import { type Counters, NO_TRAFFIC, together } from './counters.ts';
import type { Criteria } from './criteria.ts';
import type { GaugeReadings } from './gauges.ts';
import {
  accustom,
  asGoodBy,
  ERRORS,
  type Looking,
  SLOWNESS,
  unweighed,
  type Weighed,
  weigh,
  worseBy,
} from './likelihood.ts';
import { shareOf, type Tick } from './odds.ts';

export const METRICS = ['errors', 'p50', 'p90', 'p99'] as const;
export type Metric = (typeof METRICS)[number];

/** Evidence at which the new version fails: it does so by chance at most once in so many judgements. */
export const ALARM = 100;
/** Evidence, of every metric, at which it passes early: wrongly at most once in so many. */
export const ENOUGH = 20;

/** What a metric is looked at for, and its weight in the whole; the weights add up to 1. */
export const LOOKED_FOR: { readonly [M in Metric]: Looking & { readonly weight: number } } = {
  errors: { ...ERRORS, weight: 0.4 },
  p50: { ...SLOWNESS, margin: 1.5, weight: 0.2 },
  p90: { ...SLOWNESS, margin: 1.5, weight: 0.2 },
  p99: { ...SLOWNESS, margin: 2, weight: 0.2 },
};

/** Fewer errors more than this (a part of one) are no reason to go back, however sure they are. */
export const LEAST_EXCESS = 0.0005;

/**
 * One look: what both versions served since the look before. `past` is what the stable version served
 * before anything is compared; `warm-up` tells only how its numbers move; `judged` counts.
 */
export interface Sample {
  readonly kind: 'past' | 'warm-up' | 'judged';
  readonly canary: Counters;
  readonly stable: Counters;
  /** What gauges read over the whole judging, in the look that was made when its time was over. */
  readonly gauges?: GaugeReadings;
}

/** All that samples leave behind. Plain data: the same samples in the same order leave the same. */
export interface Standing {
  readonly boundaries: Boundaries | null;
  readonly weighed: { readonly [M in Metric]: Weighed };
  /** Since the judging began. */
  readonly canary: Counters;
  /** All that is known of it, its past included. */
  readonly stable: Counters;
  /** Judged looks, and how many of the last ones no request reached the canary. */
  readonly looks: number;
  readonly quiet: number;
  /** What both served while it warms up, and the last look of that; left out: it is over, or has not begun. */
  readonly warm?: { readonly canary: Counters; readonly stable: Counters; readonly last: Counters };
}

export const UNSEEN: Standing = {
  boundaries: null,
  weighed: {
    errors: unweighed(ERRORS),
    p50: unweighed(SLOWNESS),
    p90: unweighed(SLOWNESS),
    p99: unweighed(SLOWNESS),
  },
  canary: NO_TRAFFIC,
  stable: NO_TRAFFIC,
  looks: 0,
  quiet: 0,
};

type Terms = Pick<Criteria, 'minRequests' | 'latencyTolerance' | 'harmless' | 'maxErrorRate'>;

/** One more look. Boundaries are set once, by what the stable version had served before this look. */
export function observe(before: Standing, sample: Sample, terms: Terms): Standing {
  const isKnown = before.stable.requests >= terms.minRequests;
  const boundaries = before.boundaries ?? (isKnown ? boundariesOf(before.stable) : null);
  const stable = together(before.stable, sample.stable);
  if (sample.kind === 'past') return { ...before, stable };
  const fold = (metric: Metric): Weighed => {
    const tick = tickOf(metric, sample, boundaries, terms);
    if (!tick) return before.weighed[metric];
    return sample.kind === 'judged'
      ? weigh(before.weighed[metric], tick, lookedForBy(metric, terms))
      : accustom(before.weighed[metric], tick.stable);
  };
  const weighed = { errors: fold('errors'), p50: fold('p50'), p90: fold('p90'), p99: fold('p99') };
  if (sample.kind === 'warm-up')
    return { ...before, boundaries, weighed, stable, warm: warmer(before, sample) };
  return {
    boundaries,
    weighed,
    canary: together(before.canary, sample.canary),
    stable,
    looks: before.looks + 1,
    quiet: sample.canary.requests > 0 ? 0 : before.quiet + 1,
  };
}

function warmer({ warm }: Standing, { canary, stable }: Sample): NonNullable<Standing['warm']> {
  if (!warm) return { canary, stable, last: canary };
  return {
    canary: together(warm.canary, canary),
    stable: together(warm.stable, stable),
    last: canary,
  };
}

/** With the shares that harm nobody as a service says it of itself. */
function lookedForBy(metric: Metric, { harmless, maxErrorRate }: Terms): Looking {
  const usual = LOOKED_FOR[metric];
  const share = metric === 'errors' ? harmless?.errors : harmless?.slow;
  if (share === undefined) return usual;
  return { ...usual, harmless: metric === 'errors' ? Math.min(share, maxErrorRate) : share };
}

/** The bad requests of a look, or null while there is no boundary to be slower than. */
function tickOf(
  metric: Metric,
  { canary, stable }: Sample,
  boundaries: Boundaries | null,
  { latencyTolerance = 1 }: Terms,
): Tick | null {
  if (metric === 'errors') return { canary: failed(canary), stable: failed(stable) };
  const ms = boundaries?.[metric];
  if (ms === undefined) return null;
  return { canary: slowerThan(canary, ms, latencyTolerance), stable: slowerThan(stable, ms) };
}

/**
 * Evidence that the new version is worse: a weighted mean over the metrics, so it needs no correction
 * for having looked at several, however they depend on each other. At most 1 in expectation at any
 * moment when nothing is worse, so it ever reaches 100 with a chance of at most 1 % (Ville, 1939).
 */
export function evidence({ weighed }: Standing): number {
  return METRICS.reduce((sum, metric) => sum + shareOfEvidence(metric, weighed[metric]), 0);
}

export function shareOfEvidence(metric: Metric, weighed: Weighed): number {
  const worse = worseBy(weighed);
  const counts = metric === 'errors' && !isExcess(weighed) ? Math.min(worse, 1) : worse;
  return LOOKED_FOR[metric].weight * counts;
}

function isExcess({ canary, stable }: Weighed): boolean {
  return shareOf(canary) - shareOf(stable) >= LEAST_EXCESS;
}

/** What one metric adds to the evidence that it is worse, and its own evidence that it is as good. */
export interface Leaning {
  readonly worse: number;
  readonly asGood: number;
}

export function leanings({ weighed }: Standing): { readonly [M in Metric]: Leaning } {
  const of = (metric: Metric): Leaning => ({
    worse: shareOfEvidence(metric, weighed[metric]),
    asGood: asGoodBy(weighed[metric]),
  });
  return { errors: of('errors'), p50: of('p50'), p90: of('p90'), p99: of('p99') };
}

/** The metric that is furthest from being shown to be as good, and how much is shown of it: all must be. */
export function leastAsGood({ weighed }: Standing): {
  readonly metric: Metric;
  readonly asGood: number;
} {
  const all = METRICS.map((metric) => ({ metric, asGood: asGoodBy(weighed[metric]) }));
  return all.reduce((least, one) => (one.asGood < least.asGood ? one : least));
}

/** Whether this metric alone is shown to be short of its margin. */
export function isAsGood(metric: Metric, { weighed }: Standing): boolean {
  return asGoodBy(weighed[metric]) >= ENOUGH;
}
