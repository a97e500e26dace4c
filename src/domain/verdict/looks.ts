const LOOK_MS = { least: 1_000, most: 10_000, ofItsTime: 1 / 20 } as const;

/**
 * Milliseconds between two looks of a judge that has this long: a twentieth of its time, within bounds, and no more
 * often than its source has news.
 */
export function lookEveryMs(forMs: number, everyMs: number): number {
  const ofTime = Math.max(LOOK_MS.least, forMs * LOOK_MS.ofItsTime);
  return Math.max(everyMs, Math.min(LOOK_MS.most, ofTime));
}
