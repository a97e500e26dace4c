import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { Effect } from '../../ports/deployer.ts';
import { drained } from './drain.ts';
import type { Hand } from './hand.ts';
import { freeSlot, type Running, type Slot, sayShares, slotWith } from './slots.ts';
import type { HaproxyTarget } from './target.ts';
import { park, ready } from './weights.ts';

const AGAIN_IN_MS = 500;

/** The version runs healthy in a slot that is given nothing. */
export async function start(
  hand: Hand,
  target: HaproxyTarget,
  artifact: Artifact,
): Promise<Effect> {
  const running = await hand.running();
  const isThere = Object.values(running.slots).some((one) => one?.digest === artifact.digest);
  if (!isThere) {
    const answer = await place(hand, target, artifact, running);
    if (answer.kind !== 'done') return answer;
  }
  const now = isThere ? running : await hand.running();
  const after = await hand.change(now, (slots) => {
    const slot = slotWith(slots, artifact);
    if (!slot) return failed(`start ended well, and running shows ${artifact.version} nowhere`);
    return slot.percent > 0 ? [] : ready(target.backend, slot);
  });
  if ('kind' in after) return after;
  return slotWith(after, artifact)?.healthy
    ? { kind: 'done' }
    : { kind: 'running', againInMs: AGAIN_IN_MS };
}

/** Empties a slot that serves nobody, and has the program put the version there. */
async function place(
  hand: Hand,
  target: HaproxyTarget,
  { version, digest }: Artifact,
  running: Running,
): Promise<Effect> {
  let chosen: Slot | null = null;
  const parked = await hand.change(running, (slots) => {
    chosen = freeSlot(slots);
    return chosen
      ? park(target.backend, chosen)
      : failed(`no slot is free: ${sayShares(slots)}; end or roll back what runs, or add a slot`);
  });
  if ('kind' in parked) return parked;
  const slot = parked.find(({ name }) => name === nameOf(chosen));
  if (!slot) return failed('no slot is free');
  const state = drained(slot, target, hand);
  if (state.kind === 'running') return state;
  return hand.run('start', { version, digest, slot: slot.name });
}

function nameOf(slot: Slot | null): string | null {
  return slot?.name ?? null;
}

function failed(why: string): Extract<Effect, { kind: 'failed' }> {
  return { kind: 'failed', why, retryable: false };
}
