import { type Counters, errorRate, quantileMs } from './counters.ts';
import type { Criteria } from './criteria.ts';
import type { Baseline, Success } from './success-criteria.ts';
import { percent } from './threshold-judge.ts';
import type { MetricVerdict, Verdict } from './verdict.ts';

/** How the service did over some time. */
export interface Spell {
  /** All versions together. */
  readonly served: Counters;
  /** The mean of each query that is named; null where there was nothing to read. */
  readonly numbers: Readonly<Record<string, number | null>>;
  readonly forMs: number;
}

/** What a comparison saw: the time that was baked, and the one it was held against. */
export interface Compared {
  readonly kind: 'compared';
  readonly is: Spell;
  readonly was: Spell;
  readonly baseline: Baseline;
}

/** The limits of a service, and what success is for it. */
export type Terms = Criteria & { readonly success: Success };

/**
 * Whether a service does as it did. What could not be read, and a baseline too thin to compare with, is
 * not enough data, and never a pass; what is known to be short fails all the same.
 */
export function judgeSuccess(
  now: Spell,
  before: Spell,
  terms: Terms,
  baseline: Baseline = 'before',
): Verdict {
  const own = withOwn(terms);
  const metrics = [
    throughput(now, before, own),
    errors(now, before, own),
    latency(now, before, own),
    ...Object.keys(own.success.metrics).map((name) => number(name, now, before, own)),
  ].map((one) => (one.ok === false ? { ...one, result: 'outside' } : one));
  const say = (some: readonly MetricVerdict[]): string =>
    some.map((one) => sentence(one, baseline)).join('; ');
  const short = metrics.filter(({ ok }) => ok === false);
  if (short.length > 0) return { verdict: 'fail', why: say(short), metrics };
  const unknown = metrics.filter(({ ok }) => ok === null);
  if (unknown.length > 0) return { verdict: 'not enough data', why: say(unknown), metrics };
  return { verdict: 'pass', why: say(metrics), metrics };
}

/** What success says of its own stands above the criteria: a time before is noisier than a version beside. */
function withOwn(terms: Terms): Terms {
  const { minRequests = terms.minRequests, maxP99Ratio = terms.maxP99Ratio } = terms.success;
  return { ...terms, minRequests, maxP99Ratio };
}

function sentence({ metric, canary, baseline, limit, ok }: MetricVerdict, when: Baseline): string {
  if (ok === null) return `${metric} ${canary}, ${when} ${baseline}: too little to compare`;
  return `${metric} ${canary} ${ok ? 'within' : 'outside'} ${limit} (${when}: ${baseline})`;
}

function throughput(now: Spell, before: Spell, { success, minRequests }: Terms): MetricVerdict {
  const [rate, was] = [perSecond(now), perSecond(before)];
  const least = was * success.minThroughput;
  return {
    metric: 'throughput',
    canary: `${shown(rate)} a second`,
    baseline: `${shown(was)} a second`,
    limit: `at least ${shown(least)} a second`,
    ok: before.served.requests < minRequests ? null : rate >= least,
  };
}

function perSecond({ served, forMs }: Spell): number {
  return forMs <= 0 ? 0 : (served.requests * 1_000) / forMs;
}

function errors(now: Spell, before: Spell, { maxErrorRate, minRequests }: Terms): MetricVerdict {
  const rate = errorRate(now.served);
  return {
    metric: 'error rate',
    canary: percent(rate),
    baseline: percent(errorRate(before.served)),
    limit: `at most ${percent(maxErrorRate)}`,
    ok: now.served.requests < minRequests ? null : rate <= maxErrorRate,
  };
}

function latency(now: Spell, before: Spell, terms: Terms): MetricVerdict {
  const [p99, was] = [quantileMs(now.served, 0.99), quantileMs(before.served, 0.99)];
  const { maxP99Ratio, maxP99Ms = Number.POSITIVE_INFINITY } = terms;
  const limit = was === null ? null : Math.min(was * maxP99Ratio, maxP99Ms);
  return {
    metric: 'p99 latency',
    canary: milliseconds(p99),
    baseline: milliseconds(was),
    limit: limit === null ? 'not known' : `at most ${milliseconds(limit)}`,
    ok: p99 === null || limit === null ? null : p99 <= limit,
  };
}

function number(name: string, now: Spell, before: Spell, { success }: Terms): MetricVerdict {
  const [is, was] = [now.numbers[name] ?? null, before.numbers[name] ?? null];
  // A share of nothing, or of less than nothing, is no bound.
  const bounds = was === null || was <= 0 ? null : boundsOf(was, success.metrics[name] ?? {});
  return {
    metric: name,
    canary: is === null ? 'not known' : shown(is),
    baseline: was === null ? 'not known' : shown(was),
    limit: bounds?.said ?? 'not known',
    ok: is === null || bounds === null ? null : is >= bounds.least && is <= bounds.most,
  };
}

function boundsOf(was: number, { atLeast, atMost }: Success['metrics'][string]) {
  const said = [
    ...(atLeast === undefined ? [] : [`at least ${shown(was * atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${shown(was * atMost)}`]),
  ].join(' and ');
  const least = atLeast === undefined ? Number.NEGATIVE_INFINITY : was * atLeast;
  const most = atMost === undefined ? Number.POSITIVE_INFINITY : was * atMost;
  return { said, least, most };
}

function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function milliseconds(ms: number | null): string {
  return ms === null ? 'not measured' : `${Math.round(ms)} ms`;
}
