import type { Confirm } from '../incident/source.ts';
import type { Instant } from '../kernel/time.ts';
import { type Counters, quantileMs } from '../verdict/counters.ts';
import type { Criteria } from '../verdict/criteria.ts';
import { type Evidence, p99Limit, percent } from '../verdict/threshold-judge.ts';
import type { Deployment } from './deployment.ts';
import type { Alarm } from './on-alert.ts';

/** Of a hundred requests one may be slower than the p99. */
const SLOW_SHARE = 0.01;
/** Looks among which chance may be wrong once. */
const SURE = 1_000;

/** What was written down of a deployment, as far as it matters here. */
export interface Said {
  readonly what: string;
  readonly by: string;
  /** Milliseconds. */
  readonly at: number;
}

/**
 * Whether the rule of an alert may undo this deployment at all: people met it before the alert began, it is not
 * over for long, not what is to end that incident, and nobody has decided since the alert that it goes on.
 */
export function mayUndo(
  d: Deployment,
  { alert, incident }: Pick<Alarm, 'alert' | 'incident'>,
  { within }: Pick<Confirm, 'within'>,
  said: readonly Said[],
  now: Instant,
): boolean {
  if (d.kind !== 'deploy' || d.previous === null || d.rolledBackBy !== null) return false;
  if (d.exposedAt === null || d.exposedAt > alert.startedAt) return false;
  if (d.fixes?.toUpperCase() === incident) return false;
  const isRecent =
    d.status === 'running' ||
    (d.status === 'succeeded' && d.finishedAt !== null && now < d.finishedAt + within);
  const goesOn = said.some(
    ({ what, by, at }) => what === 'resumed' && by !== 'fairway' && at >= alert.startedAt,
  );
  return isRecent && !goesOn;
}

/**
 * Why our own measurement says that the new version is worse than its criteria allow, with the numbers; null
 * where it does not, or too few requests were measured. What counts is the share that failed, and the share that
 * was slower than the p99 may be; each only where chance would show so many less than once in a thousand looks at a
 * version that is just at its limit.
 */
export function confirms(
  { canary, baseline }: Evidence,
  /** What was measured, in words: `1.42.0 in the last 5 minutes`. */
  of: string,
  criteria: Criteria,
  { minRequests }: Pick<Confirm, 'minRequests'>,
): string | null {
  const { requests, errors } = canary;
  if (requests < minRequests) return null;
  const said = (bad: number, what: string, limit: string): string =>
    `${bad} of ${requests} requests to ${of} ${what} (${percent(bad / requests)}; ${limit})`;
  if (isOver(errors, requests, criteria.maxErrorRate)) {
    return said(errors, 'failed', `the limit is ${percent(criteria.maxErrorRate)}`);
  }
  const before = baseline.requests < minRequests ? null : quantileMs(baseline, 0.99);
  const limitMs = p99Limit(before, criteria);
  const slower = slowerThan(canary, limitMs);
  if (slower === null || !isOver(slower, requests, SLOW_SHARE)) return null;
  return said(slower, `took longer than ${Math.round(limitMs)} ms`, 'one in 100 may');
}

/**
 * Whether `bad` of `of` is too many for a share of `limit`: the chance of so many is at most exp(-of × D), D being
 * the relative entropy of the two shares in nats (Chernoff, Annals of Mathematical Statistics 23, 1952, 493).
 */
function isOver(bad: number, of: number, limit: number): boolean {
  const share = bad / of;
  if (share <= limit || limit >= 1) return false;
  const rest = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - limit));
  return of * (share * Math.log(share / limit) + rest) > Math.log(SURE);
}

/** How many were surely slower; null where the histogram has no edge beyond the limit. */
function slowerThan({ buckets }: Counters, limitMs: number): number | null {
  const total = buckets.at(-1)?.[1] ?? 0;
  const edge = buckets.find(([le]) => le !== null && le >= limitMs);
  return edge ? total - edge[1] : null;
}
