import type { Change } from '../kernel/change.ts';
import type { Instant } from '../kernel/time.ts';
import type { BurnRow, BurnWatch, OwnBurn } from './burn-watch.ts';
import type { DeploymentId } from './deployment.ts';
import { OVER_MS } from './whole-burn.ts';

const MINUTE_MS = 60_000;

/** What is remembered of the burn of this deployment's version that goes on; null: it has just begun. */
export function ownBurn({ own }: BurnWatch, of: DeploymentId, now: Instant): OwnBurn | null {
  return own?.of === of && now - own.at < OVER_MS ? own : null;
}

/**
 * What was held for it is remembered, so that it is held once: whoever resumes has decided. At most once a minute while
 * nothing new is; null: nothing to write.
 */
export function noteOwn(
  seen: BurnWatch,
  { of, held }: { readonly of: DeploymentId; readonly held: readonly DeploymentId[] },
  now: Instant,
): Change<BurnRow, never> | null {
  const before = ownBurn(seen, of, now);
  const all = [...new Set([...(before?.held ?? []), ...held])];
  const isNew = before === null || all.length > before.held.length;
  if (!isNew && now - before.at < MINUTE_MS) return null;
  const row = { ...seen, own: { of, at: now, held: all }, revision: seen.revision + 1 };
  return { rows: [{ table: 'burn', row }], ledger: [], events: [] };
}
