import { LEVELS, type Level } from './risk.ts';

/** A deployment that is over: what was feared, and what came of it. */
export interface Forecast {
  readonly score: number;
  readonly level: Level;
  readonly failed: boolean;
}

export interface LevelRecord {
  readonly level: Level;
  readonly tried: number;
  readonly failed: number;
  /** Wilson's interval of the share that fails, 95 %, from 0 to 1. */
  readonly low: number;
  readonly high: number;
}

/** How far fears came true. The scores are mean squared errors: 0 is a prophet, and less is better. */
export interface Calibration {
  readonly levels: readonly LevelRecord[];
  readonly brier: number;
  /** That of always saying how many fail in all: a score that is no better than this tells nothing. */
  readonly baseline: number;
}

/**
 * Brier, G. W. (1950), Monthly Weather Review 78: 1–3, with the score over 100 as the forecast.
 * @returns null where nothing is over yet
 */
export function calibrate(all: readonly Forecast[]): Calibration | null {
  if (all.length === 0) return null;
  const share = all.filter(({ failed }) => failed).length / all.length;
  return {
    levels: LEVELS.map((level) => recordOf(level, all)),
    brier: meanSquare(all.map(({ score, failed }) => score / 100 - Number(failed))),
    baseline: meanSquare(all.map(({ failed }) => share - Number(failed))),
  };
}

function recordOf(level: Level, all: readonly Forecast[]): LevelRecord {
  const own = all.filter((one) => one.level === level);
  const failed = own.filter((one) => one.failed).length;
  return { level, tried: own.length, failed, ...wilson(failed, own.length) };
}

const Z = 1.959964;

/** Wilson, E. B. (1927), JASA 22: 209–212. Of nothing tried, nothing is known: 0 to 1. */
export function wilson(k: number, n: number): { readonly low: number; readonly high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const p = k / n;
  const z2 = Z ** 2;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n ** 2))) / (1 + z2 / n);
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

function meanSquare(errors: readonly number[]): number {
  return errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length;
}
