import { errorRate } from './counters.ts';
import type { Criteria } from './criteria.ts';
import { worseBy } from './likelihood.ts';
import { shareOf, type Tally } from './odds.ts';
import {
  ALARM,
  ENOUGH,
  evidence,
  isAsGood,
  leastAsGood,
  METRICS,
  type Metric,
  type Standing,
  shareOfEvidence,
} from './sequential-judge.ts';
import { judge as byLimits, percent } from './threshold-judge.ts';
import { BY_EVIDENCE, type Ground, type MetricVerdict, type Verdict } from './verdict.ts';

/** Errors beyond discussion: no comparison is waited for. */
const FLOOR = { share: 0.2, requests: 50 } as const;
/** Looks without a request after which what came before is no longer news. */
const QUIET_LOOKS = 3;
/** Beyond this a number says nothing more. */
const MOST_SHOWN = 1_000_000;

/** The versions by name, and what their evidence is for: `rollback`, `a pause`. */
export interface Told {
  readonly canary: string;
  readonly stable: string;
  readonly alarm: string;
}

/**
 * What the samples so far say. It fails by the floor or by the evidence, which may be at any look;
 * passes only when every metric is shown to be as good and within its limits; all else is not enough
 * data, and its ground says in what way.
 */
export function judge(standing: Standing, criteria: Criteria, told: Told): Verdict {
  const canary = standing.warm?.canary ?? standing.canary;
  const limits = byLimits({ canary, baseline: standing.stable }, criteria);
  const weight = evidence(standing);
  const least = leastAsGood(standing);
  // While it warms up nothing is weighed, so nothing is said of it.
  const weighed = standing.warm ? [] : slowness(standing, told);
  const metrics = [...limits.metrics, ...weighed];
  const rule = (
    verdict: Verdict['verdict'],
    ground: Ground,
    ...why: readonly string[]
  ): Verdict => ({
    verdict,
    ground,
    why: why.join('; '),
    metrics,
    evidence: Math.min(MOST_SHOWN, Math.floor(weight)),
    asGood: Math.min(MOST_SHOWN, Math.floor(least.asGood)),
  });
  const floor = sayFloor(standing, told);
  if (floor !== null) return rule('fail', 'floor', floor);
  const said = sayEvidence(weight, told);
  if (weight >= ALARM) return rule('fail', 'worse', ...worst(standing, told), said);
  if (limits.verdict === 'not enough data') return rule('not enough data', 'thin', limits.why);
  if (standing.quiet >= QUIET_LOOKS)
    return rule(
      'not enough data',
      'quiet',
      `no request has reached ${told.canary} for ${standing.quiet} looks`,
    );
  if (limits.verdict === 'fail') return rule('not enough data', 'over a limit', limits.why, said);
  const each = distinct(standing).map((metric) => sentence(metric, standing, told));
  const asGood = `${sayAsGood(least.asGood, told.canary)}${claimed(criteria)}`;
  if (least.asGood >= ENOUGH) return rule('pass', 'as good', ...each, asGood);
  const by = least.metric === 'errors' ? 'its errors' : 'its latency';
  return rule('not enough data', 'undecided', ...each, said, `${asGood}, least by ${by}`);
}

/** `evidence that 1.1.0 is as good: 3 of the 20 that it takes`. */
export function sayAsGood(asGood: number, canary: string): string {
  const much =
    asGood >= ENOUGH ? `more than the ${ENOUGH}` : `${Math.floor(asGood)} of the ${ENOUGH}`;
  return `evidence that ${canary} is as good: ${much} that it takes`;
}

/** Where a service says for itself what harms nobody, the evidence is about that. */
function claimed({ harmless, maxErrorRate }: Criteria): string {
  const { errors, slow } = harmless ?? {};
  const shares = [
    errors === undefined ? [] : [`${percent(Math.min(errors, maxErrorRate))} failed`],
    slow === undefined ? [] : [`${percent(slow)} slow`],
  ].flat();
  return shares.length === 0 ? '' : ` (fewer than ${shares.join(' and ')} harm nobody)`;
}

/**
 * Errors beyond discussion, in words. While it warms up only what is its own and goes on: the stable version fails less
 * than half as much meanwhile, and the last look is as bad, so neither a shared outage nor a cold start that is over.
 */
function sayFloor({ canary, warm }: Standing, { stable }: Told): string | null {
  const { requests } = warm?.canary ?? canary;
  const rate = errorRate(warm?.canary ?? canary);
  if (requests < FLOOR.requests || rate < FLOOR.share) return null;
  const said = `error rate ${percent(rate)} of ${requests} requests`;
  const past = `past the ${percent(FLOOR.share)}`;
  if (!warm) return `${said}, ${past} at which nothing is compared`;
  const beside = errorRate(warm.stable);
  if (beside >= rate / 2 || errorRate(warm.last) < FLOOR.share) return null;
  return `${said} while it warms up, ${past} at which nothing is waited for; ${stable} had ${percent(beside)}`;
}

/** `evidence that 1.1.0 is worse: 37 of the 100 that trigger rollback`. */
export function sayEvidence(
  weight: number,
  { canary, alarm }: Pick<Told, 'canary' | 'alarm'>,
): string {
  const much = weight >= ALARM ? `more than the ${ALARM}` : `${Math.floor(weight)} of the ${ALARM}`;
  return `evidence that ${canary} is worse: ${much} that trigger ${alarm}`;
}

/** What weighs most, first; of the others those that say the same by themselves. */
function worst(standing: Standing, told: Told): readonly string[] {
  const weights = distinct(standing)
    .map((metric) => ({
      metric,
      weight: shareOfEvidence(metric, standing.weighed[metric]),
    }))
    .toSorted((a, b) => b.weight - a.weight);
  return weights
    .filter(({ weight }, i) => i === 0 || weight >= ALARM)
    .map(({ metric }) => sentence(metric, standing, told));
}

/** Where coarse buckets give two quantiles the same boundary, the higher speaks for both. */
function distinct({ boundaries }: Standing): readonly Metric[] {
  return METRICS.filter((metric, i) => {
    const next = METRICS[i + 1];
    if (metric === 'errors' || next === undefined || next === 'errors' || !boundaries) return true;
    return boundaries[metric] !== boundaries[next];
  });
}

/** One metric in plain words. */
function sentence(metric: Metric, standing: Standing, told: Told): string {
  const { canary, stable } = standing.weighed[metric];
  return `${nameOf(metric, standing, told)} ${share(canary)} against ${share(stable)}`;
}

function nameOf(metric: Metric, { boundaries }: Standing, { stable }: Told): string {
  if (metric === 'errors') return 'error rate';
  const ms = boundaries?.[metric];
  return `slower than ${metric} of ${stable}${ms === undefined ? '' : ` (${ms} ms)`}:`;
}

function slowness(standing: Standing, told: Told): readonly MetricVerdict[] {
  return distinct(standing)
    .filter((metric) => metric !== 'errors')
    .map((metric) => {
      const weighed = standing.weighed[metric];
      const known = weighed.canary.n > 0 && weighed.stable.n > 0;
      return {
        metric: nameOf(metric, standing, told).replace(/:$/, ''),
        canary: share(weighed.canary),
        baseline: share(weighed.stable),
        limit: BY_EVIDENCE,
        ok: known ? true : null,
        ...(known ? { result: comparison(metric, standing) } : {}),
      };
    });
}

/** Of one metric by itself; all of them together decide. */
function comparison(metric: Metric, standing: Standing): string {
  if (worseBy(standing.weighed[metric]) >= ENOUGH) return 'worse';
  return isAsGood(metric, standing) ? 'as good' : 'not shown to be worse';
}

function share(tally: Tally): string {
  return tally.n === 0 ? 'no requests' : percent(shareOf(tally));
}
