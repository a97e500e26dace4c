import { logChance, plus, type Tally, type Tick } from './odds.ts';
import { factorOf, NO_SPREAD, type Spread, widen } from './spread.ts';

/** What is looked for in one kind of request. Ratios are of odds. */
export interface Looking {
  /** How much worse the new version might be; the evidence is the mean over these. */
  readonly ratios: readonly number[];
  /** The difference that would matter: at or beyond it the version is not as good. */
  readonly margin: number;
  /** A share of bad requests that harms nobody: shown to be below it, a version is as good whatever the ratio. */
  readonly harmless: number;
}

export const ERRORS: Looking = {
  ratios: [1.25, 1.5, 2, 3, 5, 10, 20],
  margin: 3,
  harmless: 0.0005,
};
export const SLOWNESS = { ratios: [1.1, 1.25, 1.5, 2, 4], harmless: 0.005 } as const;

/** All that past ticks leave behind of one metric; plain numbers, so it can be stored as it is. */
export interface Weighed {
  /** The logarithm of the evidence for each of the ratios. */
  readonly logs: readonly number[];
  /** The logarithms of the evidence that it is as good: by the ratio, and by the harmless share. */
  readonly likeness: number;
  readonly harmless: number;
  readonly spread: Spread;
  readonly canary: Tally;
  readonly stable: Tally;
}

export function unweighed({ ratios }: Pick<Looking, 'ratios'>): Weighed {
  const nobody = { n: 0, k: 0 };
  const logs = ratios.map(() => 0);
  return { logs, likeness: 0, harmless: 0, spread: NO_SPREAD, canary: nobody, stable: nobody };
}

/** No tick, whatever happens in it, multiplies the evidence by more than this. */
const MOST_PER_TICK = Math.log(4);

/**
 * One more tick. Its e-value for odds ratio w is chance(k | w) / chance(k | 1): 1 in expectation when
 * nothing differs. Divided by a phi that only past ticks made (Jensen) and cut off above, the
 * expectation stays at most 1, so the product is a test supermartingale (Ramdas, Grünwald, Vovk and
 * Shafer, Game-theoretic statistics and safe anytime-valid inference, 2023).
 */
export function weigh(before: Weighed, tick: Tick, { ratios, margin, harmless }: Looking): Weighed {
  const phi = factorOf(before.spread);
  const equal = logChance(tick, 1);
  const { n, k } = tick.canary;
  return {
    logs: ratios.map((ratio, i) => {
      const gain = (logChance(tick, ratio) - equal) / phi;
      return (before.logs[i] ?? 0) + Math.min(gain, MOST_PER_TICK);
    }),
    likeness: before.likeness + (equal - logChance(tick, margin)) / phi,
    harmless: before.harmless + belowBy(n, k, harmless) / phi,
    spread: widen(before.spread, tick.stable),
    canary: plus(before.canary, tick.canary),
    stable: plus(before.stable, tick.stable),
  };
}

/** A tick that only tells how the stable version moves: before the new one is judged. */
export function accustom(before: Weighed, stable: Tally): Weighed {
  return { ...before, spread: widen(before.spread, stable) };
}

/** The logarithm of the likelihood of a tenth of the share over that of the share itself. */
function belowBy(n: number, k: number, share: number): number {
  return k * Math.log(0.1) + (n - k) * Math.log((1 - share / 10) / (1 - share));
}

/** Evidence that the new version is worse, 1 in expectation when it is not: the mean over the ratios. */
export function worseBy({ logs }: Weighed): number {
  return logs.reduce((sum, log) => sum + power(log), 0) / logs.length;
}

/**
 * Evidence that it is as good: at most 1 in expectation when it is at or beyond the margin and its share
 * is not harmless. Both parts are, so their mean is.
 */
export function asGoodBy({ likeness, harmless }: Weighed): number {
  return (power(likeness) + power(harmless)) / 2;
}

/** e to the x, kept finite. */
function power(x: number): number {
  return Math.exp(Math.min(x, 600));
}
