import type { Instant } from '../kernel/time.ts';
import { type Flakiness, flakinessOf, type TestHistory } from './flaky-1.ts';
import { holds, type Quarantine } from './quarantine.ts';

/** A test that is flaky by its record, or that somebody has in quarantine though it no longer is. */
export interface FlakyTest {
  readonly test: string;
  /** Null where it was flaky on no commit of the last 30 days. */
  readonly flakiness: Flakiness | null;
  /** The last one, over or not; null where there never was any. */
  readonly quarantine: Quarantine | null;
}

/** What is to be told of: in the order of the histories, and behind them what is in quarantine for nothing. */
export function flakyTests(
  histories: readonly TestHistory[],
  quarantines: readonly Quarantine[],
  now: Instant,
): readonly FlakyTest[] {
  const last = new Map(quarantines.map((one) => [one.test, one]));
  const known = histories.map(({ test, commits }) => ({
    test,
    flakiness: flakinessOf(commits, now),
    quarantine: last.get(test) ?? null,
  }));
  const met = new Set(known.map(({ test }) => test));
  const others = quarantines
    .filter(({ test }) => !met.has(test))
    .map((quarantine) => ({ test: quarantine.test, flakiness: null, quarantine }));
  return [...known, ...others].filter(
    ({ flakiness, quarantine }) =>
      flakiness?.isFlaky || (quarantine !== null && holds(quarantine, now)),
  );
}
