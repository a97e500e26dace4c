import type { Change } from '../kernel/change.ts';
import type { Instant } from '../kernel/time.ts';
import type { BurnRow, BurnWatch } from './burn-watch.ts';

const MINUTE_MS = 60_000;
/** The watcher looks every quarter of a minute; what is older than this says nothing about now. */
export const OLDEST_MS = 10 * MINUTE_MS;

/**
 * The moment up to which it is measured. Null while that says nothing about now: nobody answers, or what was served
 * meanwhile is still being read.
 */
export function measuredTo({ readAt }: Pick<BurnWatch, 'readAt'>, now: Instant): Instant | null {
  return readAt === null || now - readAt > OLDEST_MS ? null : readAt;
}

/**
 * What is to be remembered of a burn: since when it goes on and when that was last seen, written at most once a minute;
 * it is over when it was not seen for `overMs`. Null: nothing new.
 */
export function noteSpell(
  seen: BurnWatch,
  which: 'whole' | 'slow',
  { burns, overMs }: { readonly burns: boolean; readonly overMs: number },
  now: Instant,
): Change<BurnRow, never> | null {
  const { [which]: before, ...rest } = seen;
  const store = (row: Omit<BurnWatch, 'revision'>): Change<BurnRow, never> => ({
    rows: [{ table: 'burn', row: { ...row, revision: seen.revision + 1 } }],
    ledger: [],
    events: [],
  });
  if (!before) return burns ? store({ ...rest, [which]: { since: now, at: now } }) : null;
  const agoMs = now - before.at;
  if (burns) return agoMs < MINUTE_MS ? null : store({ ...rest, [which]: { ...before, at: now } });
  return agoMs < overMs ? null : store(rest);
}
