import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { Effect } from '../../ports/deployer.ts';
import { emptied } from './emptied.ts';
import type { Hand } from './hand.ts';
import { type Slot, slotWith } from './slots.ts';
import type { HaproxyTarget } from './target.ts';
import { park, serve, standBy } from './weights.ts';

const AGAIN_IN_MS = 500;

/** Only `artifact` serves; `standby` stays without traffic; what else ran is stopped. */
export async function finish(
  hand: Hand,
  target: HaproxyTarget,
  artifact: Artifact,
  standby: Artifact | null,
): Promise<Effect> {
  const { backend } = target;
  const running = await hand.running();
  const after = await hand.change(running, (slots) => {
    const own = slotWith(slots, artifact);
    if (!own) return failed(`${artifact.version} is in no slot; start it first`);
    if (!own.healthy) return failed(`${artifact.version} in ${own.name} is not healthy`, true);
    const kept = standby && slotWith(slots, standby);
    if (standby && !kept) return failed(`${standby.version} does not run, so it cannot stand by`);
    return [
      ...serve(backend, own, 100),
      ...slots.filter((slot) => slot === kept).flatMap((slot) => standBy(backend, slot)),
      ...othersOf(slots, own, kept).flatMap((slot) => park(backend, slot)),
    ];
  });
  if ('kind' in after) return after;
  const kept = standby && slotWith(after, standby);
  return stopAll(hand, othersOf(after, slotWith(after, artifact), kept));
}

/** Each in its own time, and none before what runs on it has ended or its time is over. */
async function stopAll(hand: Hand, slots: readonly Slot[]): Promise<Effect> {
  const taken = slots.filter(({ occupant }) => occupant !== null);
  if (taken.some((slot) => !emptied(slot))) return { kind: 'running', againInMs: AGAIN_IN_MS };
  for (const { name, occupant } of taken) {
    const { version = null, digest = null } = occupant ?? {};
    const answer = await hand.run('stop', { version, digest, slot: name });
    if (answer.kind !== 'done') return answer;
  }
  return { kind: 'done' };
}

function othersOf(slots: readonly Slot[], ...kept: readonly (Slot | null)[]): readonly Slot[] {
  return slots.filter((slot) => !kept.includes(slot));
}

function failed(why: string, retryable = false): Extract<Effect, { kind: 'failed' }> {
  return { kind: 'failed', why, retryable };
}
