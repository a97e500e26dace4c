import type { Change } from '../kernel/change.ts';
import type { Instant } from '../kernel/time.ts';
import type { BurnRow, BurnWatch } from './burn-watch.ts';

const MINUTE_MS = 60_000;

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
