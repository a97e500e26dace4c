import { spells } from '../kernel/spells.ts';
import type { Instant } from '../kernel/time.ts';
import { errorRate } from '../verdict/counters.ts';
import { shareOf } from '../verdict/odds.ts';
import { ENOUGH, METRICS, type Metric } from '../verdict/sequential-judge.ts';
import { percent } from '../verdict/threshold-judge.ts';
import type { MetricVerdict } from '../verdict/verdict.ts';
import type { Deployment } from './deployment.ts';
import { type Judgement, type Look, replay } from './replay.ts';
import type { AnyKept, KeptSample } from './sample.ts';
import type { Noticed } from './spike.ts';

/**
 * When judges of a deployment that is over found it worse: each metric from the look before the one at which it alone
 * brought a fifth of the evidence that ends a judging, to the last such look; gauges over the whole judging, as they
 * were compared; and what the time of baking was compared with, where that ended it.
 */
export function judgedSpikes(
  d: Deployment,
  samples: readonly AnyKept[],
  end: Instant,
): readonly Noticed[] {
  const judged = replay(d, samples).flatMap((one) => [
    ...METRICS.flatMap((metric) => worseLooks(metric, one, samples)),
    ...failedWarm(one),
    ...higherGauges(d, one),
  ]);
  return [...judged, ...baked(d, end)];
}

function worseLooks(
  metric: Metric,
  { looks, verdict }: Judgement,
  samples: readonly AnyKept[],
): readonly Noticed[] {
  const last = looks.at(-1);
  // Errors beyond discussion are not waited for, so the evidence may not have grown yet.
  const isFloor = metric === 'errors' && verdict.ground === 'floor';
  const isWorse = (look: Look): boolean =>
    look.metrics[metric].worse >= ENOUGH || (isFloor && look === last);
  return spells(looks, isWorse).map((spell): Noticed => {
    const { canary, stable } = spell.last.weighed[metric];
    return {
      by: 'judge',
      metric: metric === 'errors' ? 'error rate' : `slower than ${metric}`,
      value: percent(shareOf(canary)),
      against: percent(shareOf(stable)),
      from: spell.before?.kept.at ?? lookBefore(spell.first.kept, samples),
      to: spell.last.kept.at,
    };
  });
}

/** What was past all discussion before any look counted. */
function failedWarm({ warm, verdict, from, last }: Judgement): readonly Noticed[] {
  if (!warm || verdict.ground !== 'floor') return [];
  const [value, against] = [percent(errorRate(warm.canary)), percent(errorRate(warm.stable))];
  return [{ by: 'judge', metric: 'error rate', value, against, from, to: last }];
}

/** When the look was made that this one goes on from: of the past or of the warm-up, which no judgement lists. */
function lookBefore(first: KeptSample, samples: readonly AnyKept[]): Instant {
  return samples.findLast(({ revision }) => revision < first.revision)?.at ?? first.at;
}

function higherGauges(d: Deployment, { step, looks, verdict }: Judgement): readonly Noticed[] {
  const judge = d.plan[step];
  const [first, last] = [looks[0], looks.at(-1)];
  if (judge?.kind !== 'judge' || !first || !last) return [];
  const { gauges = {} } = judge.criteria;
  const own = verdict.metrics.filter(({ metric }) => Object.hasOwn(gauges, metric));
  return own.filter(isBad).map((one) => worse(one, first.kept.at, last.kept.at));
}

function baked(d: Deployment, end: Instant): readonly Noticed[] {
  const { verdict, since } = d.progress;
  if (d.plan[d.cursor]?.kind !== 'bake' || verdict?.verdict !== 'fail') return [];
  return verdict.metrics.filter(isBad).map((one) => worse(one, since ?? end, end));
}

function isBad({ ok }: MetricVerdict): boolean {
  return ok === false;
}

function worse({ metric, canary, baseline }: MetricVerdict, from: Instant, to: Instant): Noticed {
  return { by: 'judge', metric, value: canary, against: baseline, from, to };
}
