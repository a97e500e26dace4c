import type { Ranking } from './suspects.ts';

export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

const LEAST: Readonly<Record<Confidence, number>> = { high: 0.6, medium: 0.3, low: 0 };

/** How likely the first of them is, in a word; null where there is nobody to suspect. */
export function confidenceOf({ suspects }: Ranking): Confidence | null {
  const [first] = suspects;
  return first ? wordFor(first.likelihood) : null;
}

export function wordFor(likelihood: number): Confidence {
  return CONFIDENCES.find((word) => likelihood >= LEAST[word]) ?? 'low';
}

/** Of an incident that is over and whose cause is known: what was said first, and whether that was it. */
export interface Answered {
  readonly confidence: Confidence;
  readonly first: boolean;
  /** Among the three that were said first. */
  readonly amongThree: boolean;
}

export interface HitRate {
  readonly of: number;
  readonly first: number;
  readonly amongThree: number;
}

/** How often we were right so far, when we said it with this confidence. */
export function hitRate(all: readonly Answered[], confidence: Confidence): HitRate {
  const own = all.filter((one) => one.confidence === confidence);
  return {
    of: own.length,
    first: own.filter(({ first }) => first).length,
    amongThree: own.filter(({ amongThree }) => amongThree).length,
  };
}
