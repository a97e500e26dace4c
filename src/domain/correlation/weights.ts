/**
 * What each trait of a change weighs when something is wrong. Weights are a judgement and not a fit: each has
 * its reason beside it, the bench holds them against hours they were not made from, and `hitRate` says how far
 * they came true here.
 */
import type { Judged, SuspectKind, Symptom } from './candidate.ts';
import type { Relation } from './topology.ts';

const MINUTE_MS = 60_000;

/**
 * "None of these did it." Some 70 % of outages come of a change (Beyer et al., Site Reliability Engineering,
 * O'Reilly 2016, chapter 1); with this a change of the very service, met by all a quarter of an hour before, is
 * likelier than not, and one three steps away alone is not.
 */
export const NOBODY_WEIGHT = 0.12;

const KIND: Readonly<Record<SuspectKind, number>> = {
  deploy: 1,
  // It returns to what was verified there.
  rollback: 0.4,
  // Nobody tried it in staging, and nobody approved it.
  'out-of-band': 1.2,
  // Our own rules move no traffic.
  configuration: 0.02,
  // It shows code to people as a deployment does, and no canary comes before.
  flag: 1,
  // Most of them only add something.
  migration: 0.8,
  // Read by what serves, tried by nobody.
  settings: 1,
  // Most of it grows or is replaced, and nobody notices.
  infrastructure: 0.6,
};

export function kindWeight(kind: SuspectKind): number {
  return KIND[kind];
}

/** Clocks of alerts and of ours differ by seconds, and an alert never begins before what caused it. */
const EARLY_MS = MINUTE_MS;
/** Most of what breaks is noticed within minutes of the first who meet it; leaks and rare paths take hours. */
const SOON = { share: 0.85, ms: 15 * MINUTE_MS } as const;
const LATE = { share: 0.15, ms: 360 * MINUTE_MS } as const;
/** What was gone before the trouble began leaves at most queues and caches behind. */
const GONE = { share: 0.3, ms: 10 * MINUTE_MS } as const;

/**
 * From 0 to 1: two exponential decays, quick and slow. @param afterMs from when people met it to when the
 * trouble began; less than -1 min: it came after. @param goneForMs since it was gone again; null while it serves
 */
export function timeWeight(afterMs: number, goneForMs: number | null): number {
  if (afterMs < -EARLY_MS) return 0;
  const ms = Math.max(0, afterMs);
  const since = SOON.share * Math.exp(-ms / SOON.ms) + LATE.share * Math.exp(-ms / LATE.ms);
  if (goneForMs === null || goneForMs <= 0) return since;
  return since * GONE.share * Math.exp(-goneForMs / GONE.ms);
}

/** Trouble goes from what is needed to who needs it, and loses at each step: retries, caches, fallbacks. */
const NEEDED_PER_HOP = 0.45;
/** Against the stream only by load or by a request that was never made before. */
const NEEDS_PER_HOP = 0.1;
const SHARES = 0.02;
/** Of everything there: it is about what is hurt, or about one of the many that are not. */
const UNSAID = 0.15;
/** What the catalog knows of dependencies is never all there is. */
const UNRELATED = 0.003;

export function relationWeight(relation: Relation): number {
  switch (relation.kind) {
    case 'same':
      return 1;
    case 'needed':
      return NEEDED_PER_HOP ** relation.hops;
    case 'needs':
      return NEEDS_PER_HOP ** relation.hops;
    case 'shares':
      return SHARES;
    case 'unsaid':
      return UNSAID;
    case 'none':
      return UNRELATED;
  }
}

/** Few who meet it raise few alarms, but one per cent may be one customer: never nothing. */
const LEAST_SHOWN = 0.05;

/** From 0 to 1, by the square root of the share: an alert goes by a rate, which a small share dilutes. */
export function exposureWeight(percent: number): number {
  if (percent <= 0) return 0;
  return LEAST_SHOWN + (1 - LEAST_SHOWN) * Math.sqrt(Math.min(100, percent) / 100);
}

const OVERLAP = { asGood: 0.5, most: 3, sameSymptom: 1.5, otherSymptom: 0.8 } as const;

/**
 * What the judge saw: the decimal logarithm of its evidence on top of 1, so that what would have gone back by
 * itself (100) weighs three times what nobody judged; half where it was shown to be as good. Errors for errors,
 * slowness for slowness say a little more.
 */
export function overlapWeight(judged: Judged | null, symptom: Symptom | null): number {
  if (!judged) return 1;
  const evidence = Math.min(OVERLAP.most, 1 + Math.log10(Math.max(1, judged.evidence)));
  const known = symptom !== null && judged.worse !== null;
  const same = judged.worse === symptom ? OVERLAP.sameSymptom : OVERLAP.otherSymptom;
  return (judged.asGood ? OVERLAP.asGood : evidence) * (known ? same : 1);
}

/** One in twenty fails somewhere, and that is believed of a service until twenty of its own say otherwise. */
const USUAL = { tried: 20, failed: 1 } as const;
const MOST_BY_RECORD = 3;

/** Its share of failures, smoothed by the usual one (a beta prior), over the usual one; from 1/2 of it with 20 good ones to 3. */
export function recordWeight({
  tried,
  failed,
}: {
  readonly tried: number;
  readonly failed: number;
}) {
  const share = (failed + USUAL.failed) / (tried + USUAL.tried);
  return Math.min(MOST_BY_RECORD, share / (USUAL.failed / USUAL.tried));
}

const LEARNED = { prior: 2, most: 4 } as const;

/** What people found here before, as two told cases of each would leave it at 1; from a quarter to four times. */
export function learnedWeight({
  cause,
  notCause,
}: {
  readonly cause: number;
  readonly notCause: number;
}): number {
  const weight = (LEARNED.prior + cause) / (LEARNED.prior + notCause);
  return Math.min(LEARNED.most, Math.max(1 / LEARNED.most, weight));
}
