import { boundariesOf, slowerThan } from './boundaries.ts';
import { type Counters, errorRate } from './counters.ts';
import type { Criteria } from './criteria.ts';
import { shareOf } from './odds.ts';
import type { Level } from './power.ts';
import { LEAST_EXCESS, LOOKED_FOR } from './sequential-judge.ts';

/** A worsening that a service's criteria say matters, as a judge would meet it. */
export interface Claim {
  /** `errors 0.1 % → 1 %`: what it is that gets worse, and by how much. */
  readonly of: 'errors' | 'p99';
  readonly from: number;
  readonly to: number;
  /** Rising in share. */
  readonly levels: readonly Level[];
}

/**
 * What a canary claims to see, from how a service fares now: failed requests at the limit of its criteria, or at three
 * times their odds where they are beyond that already; and answers that take `maxP99Ratio` times as long. Nothing
 * of what is not measured.
 */
export function claimsOf(criteria: Criteria, usual: Counters): readonly Claim[] {
  return [errorClaim(criteria, usual), slowClaim(criteria, usual)].filter((one) => one !== null);
}

function errorClaim({ maxErrorRate }: Criteria, usual: Counters): Claim {
  const from = errorRate(usual);
  const odds = (LOOKED_FOR.errors.margin * from) / (1 - Math.min(from, 0.999));
  const to = Math.max(maxErrorRate, from + LEAST_EXCESS * 2, odds / (1 + odds));
  return { of: 'errors', from, to, levels: [{ metric: 'errors', stable: from, canary: to }] };
}

/** If every answer took so many times as long: those beyond a boundary are those that are now beyond a part of it. */
function slowClaim({ maxP99Ratio, latencyTolerance = 1 }: Criteria, usual: Counters): Claim | null {
  const boundaries = boundariesOf(usual);
  if (!boundaries || maxP99Ratio <= latencyTolerance) return null;
  const levels = (['p99', 'p90', 'p50'] as const).map((metric): Level => {
    const ms = boundaries[metric];
    return {
      metric,
      stable: shareOf(slowerThan(usual, ms)),
      canary: shareOf(slowerThan(usual, (ms * latencyTolerance) / maxP99Ratio)),
    };
  });
  return { of: 'p99', from: boundaries.p99, to: boundaries.p99 * maxP99Ratio, levels };
}
