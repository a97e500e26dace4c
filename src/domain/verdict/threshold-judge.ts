import { type Counters, errorRate, quantileMs } from './counters.ts';
import type { Criteria } from './criteria.ts';
import type { MetricVerdict, Verdict } from './verdict.ts';

export interface Evidence {
  readonly canary: Counters;
  readonly baseline: Counters;
}

/**
 * Fixed limits: the new version's error rate against its limit, its p99 against a multiple of the old
 * one's. Enough requests on both sides and every metric measured, or it is not enough data.
 */
export function judge(evidence: Evidence, criteria: Criteria): Verdict {
  const metrics = [errors(evidence, criteria), latency(evidence, criteria)];
  const thin = tooLittle(evidence, criteria);
  if (thin) return { verdict: 'not enough data', why: thin, metrics };
  const bad = metrics.find((m) => m.ok === false);
  if (bad) {
    const why = `${bad.metric} ${bad.canary} is over the limit of ${bad.limit} (before: ${bad.baseline})`;
    return { verdict: 'fail', why, metrics };
  }
  const why = metrics.map((m) => `${m.metric} ${m.canary} within ${m.limit}`).join('; ');
  return { verdict: 'pass', why, metrics };
}

function tooLittle({ canary, baseline }: Evidence, { minRequests }: Criteria): string | null {
  if (canary.requests < minRequests) {
    return `only ${canary.requests} of the ${minRequests} requests needed reached the new version`;
  }
  if (baseline.requests < minRequests) {
    return `only ${baseline.requests} of the ${minRequests} requests needed were measured on the old version`;
  }
  if (quantileMs(canary, 0.99) === null) return 'nobody measured how long its requests take';
  return null;
}

function errors({ canary, baseline }: Evidence, { maxErrorRate }: Criteria): MetricVerdict {
  const rate = errorRate(canary);
  return {
    metric: 'error rate',
    canary: percent(rate),
    baseline: percent(errorRate(baseline)),
    limit: percent(maxErrorRate),
    ok: canary.requests === 0 ? null : rate <= maxErrorRate,
  };
}

function latency({ canary, baseline }: Evidence, criteria: Criteria): MetricVerdict {
  const now = quantileMs(canary, 0.99);
  const before = quantileMs(baseline, 0.99);
  const limit = p99Limit(before, criteria);
  return {
    metric: 'p99 latency',
    canary: milliseconds(now),
    baseline: milliseconds(before),
    limit: milliseconds(Number.isFinite(limit) ? limit : null),
    ok: now === null ? null : now <= limit,
  };
}

/** What p99 may be beside the old version's, in milliseconds; infinite where nothing limits it. */
export function p99Limit(before: number | null, { maxP99Ratio, maxP99Ms }: Criteria): number {
  const relative = before === null ? Number.POSITIVE_INFINITY : before * maxP99Ratio;
  return Math.min(maxP99Ms ?? Number.POSITIVE_INFINITY, relative);
}

/** `0.12 %` */
export function percent(rate: number): string {
  return `${(rate * 100).toFixed(2)} %`;
}

function milliseconds(ms: number | null): string {
  return ms === null ? 'not measured' : `${Math.round(ms)} ms`;
}
