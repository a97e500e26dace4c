import type { Instant } from '../kernel/time.ts';
import type { Candidate, Reached, Trouble } from './candidate.ts';
import type { Relation } from './topology.ts';
import {
  exposureWeight,
  kindWeight,
  learnedWeight,
  NOBODY_WEIGHT,
  overlapWeight,
  recordWeight,
  relationWeight,
  timeWeight,
} from './weights.ts';

export const FACTORS = [
  'kind',
  'time',
  'relation',
  'exposure',
  'overlap',
  'record',
  'learned',
] as const;
export type FactorName = (typeof FACTORS)[number];
export type Weights = { readonly [F in FactorName]: number };

/** A candidate with its share of what there is to suspect. */
export interface Suspect extends Candidate {
  readonly weights: Weights;
  /** From 0 to 1; with all others and `nobody` it adds up to 1. */
  readonly likelihood: number;
  /** The moment its weight comes from, and how much of the traffic met it then; null where it reached nobody. */
  readonly moment: Reached | null;
}

export interface Ranking {
  /** The likeliest first; only what could have done it. */
  readonly suspects: readonly Suspect[];
  /** That it was nothing of these: a machine, a vendor, the people who use it. */
  readonly nobody: number;
}

/**
 * How likely each candidate did it: a product of weights, over the sum of all products and the constant
 * weight of "none of these". It is a posterior of competing causes whose rates are those products, under the
 * assumption that one of them did it. The same candidates in any order come to the same ranking; a tie goes
 * to what was met last, then to the subject.
 */
export function rank(candidates: readonly Candidate[], trouble: Trouble): Ranking {
  const weighed = candidates
    .map((one) => weigh(one, trouble))
    .filter(({ weight }) => weight > 0)
    .toSorted(byWeight);
  const sum = weighed.reduce((all, { weight }) => all + weight, NOBODY_WEIGHT);
  return {
    suspects: weighed.map(({ weight, ...one }) => ({ ...one, likelihood: weight / sum })),
    nobody: NOBODY_WEIGHT / sum,
  };
}

type Weighed = Omit<Suspect, 'likelihood'> & { readonly weight: number };

function weigh(candidate: Candidate, { beganAt, symptom }: Trouble): Weighed {
  const best = bestMoment(candidate, beganAt);
  const weights: Weights = {
    kind: kindWeight(candidate.kind),
    time: best?.time ?? 0,
    exposure: best?.exposure ?? 0,
    relation: nearness(candidate.relations),
    overlap: overlapWeight(candidate.judged, symptom),
    record: recordWeight(candidate.record),
    learned: learnedWeight(candidate.learned),
  };
  const weight = FACTORS.reduce((product, name) => product * weights[name], 1);
  return { ...candidate, weights, weight, moment: best?.moment ?? null };
}

/**
 * Of all the moments at which more people met it, the one that weighs most: what breaks at once breaks with
 * the step that showed it to many, what breaks one in a thousand may have begun with the first.
 */
function bestMoment({ reached, goneAt }: Candidate, beganAt: Instant) {
  const moments = reached.map((moment) => ({
    moment,
    time: timeWeight(beganAt - moment.at, goneAt === null ? null : beganAt - goneAt),
    exposure: exposureWeight(moment.percent),
  }));
  const weight = (one: { time: number; exposure: number }): number => one.time * one.exposure;
  return moments.reduce<(typeof moments)[number] | null>(
    (best, one) => (best === null || weight(one) > weight(best) ? one : best),
    null,
  );
}

/** One that explains all that is hurt beats one that explains a part: the geometric mean over what is hurt. */
function nearness(relations: readonly Relation[]): number {
  if (relations.length === 0) return relationWeight({ kind: 'none' });
  const logs = relations.reduce((sum, one) => sum + Math.log(relationWeight(one)), 0);
  return Math.exp(logs / relations.length);
}

function byWeight(a: Weighed, b: Weighed): number {
  if (a.weight !== b.weight) return b.weight - a.weight;
  const at = (one: Weighed): number => one.moment?.at ?? 0;
  if (at(a) !== at(b)) return at(b) - at(a);
  return a.subject < b.subject ? -1 : 1;
}
