import { type Finding, neverCame } from '../domain/governance/fire.ts';
import type { Schedule } from '../domain/governance/schedule.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import { knownThere } from './promotable.ts';
import { type Asking, askScheduled } from './scheduled-ask.ts';
import type { Stands } from './scheduled-orders.ts';

/**
 * The request for the version that was told of, looked up where versions come from as any other is: who told
 * of it may be wrong, or early. What was there before is never brought again.
 */
export async function askPublished(
  ctx: Context,
  s: Schedule,
  stands: Stands,
  now: Instant,
): Promise<Asking | Finding> {
  const { heard = null } = s;
  if (!heard) return { kind: 'skipped', why: 'no version was told of' };
  const { version } = heard;
  const found = await askScheduled(ctx, s, { ...stands, version });
  if ('made' in found) {
    const known = await knownThere(ctx, s, found.made.artifact.digest);
    return known ? { kind: 'skipped', why: `${version} ${known}` } : found;
  }
  if (found.kind !== 'refused' || found.code !== 'unknown-version') return found;
  const never = neverCame(s, found.why, now);
  return never ? { kind: 'missed', why: never } : { kind: 'later', why: found.why };
}
