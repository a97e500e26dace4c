import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { Effect } from '../../ports/deployer.ts';
import { drained } from './drain.ts';
import type { Hand } from './hand.ts';
import { sayLeft } from './say.ts';
import {
  freeSlot,
  isSticky,
  type Occupant,
  type Running,
  type Slot,
  sayShares,
  slotWith,
  takesBound,
} from './slots.ts';
import type { HaproxyTarget } from './target.ts';
import { lull, park, ready } from './weights.ts';

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
  const seen = await hand.change(running, (slots) => {
    chosen = freeSlot(slots);
    if (!chosen)
      return failed(
        `no slot is free: ${sayShares(slots)}; end or roll back what runs, or add a slot`,
      );
    return isSticky(chosen) ? lull(target.backend, chosen) : park(target.backend, chosen);
  });
  if ('kind' in seen) return seen;
  const slot = seen.find(({ name }) => name === nameOf(chosen));
  if (!slot) return failed('no slot is free');
  const empty = await emptied(hand, target, running, slot);
  return empty.kind === 'done' ? hand.run('start', { version, digest, slot: slot.name }) : empty;
}

/** Whoever was still there was handed over and had his time; who has something only there has gone by himself. */
async function emptied(
  hand: Hand,
  target: HaproxyTarget,
  running: Running,
  slot: Slot,
): Promise<Effect> {
  if (target.sessionData === 'local' && slot.occupant) {
    const bound = takesBound(slot) ? await hand.bound(slot) : null;
    const state = drained(slot, target, hand, bound);
    if (state.kind === 'running') return state;
    if (state.kind === 'over') return failed(stillThere(slot, slot.occupant, bound));
  }
  const handed = takesBound(slot) ? await hand.handOver(running, slot) : { slot };
  if ('kind' in handed) return handed;
  const state = drained(handed.slot, target, hand);
  return state.kind === 'running' ? state : { kind: 'done' };
}

function stillThere(slot: Slot, { version }: Occupant, bound: number | null): string {
  return `${slot.name} is still used: ${sayLeft(slot, bound)} on ${version}, and what they have is only there (sessionData: local); deploy again when they have ended, or add a slot`;
}

function nameOf(slot: Slot | null): string | null {
  return slot?.name ?? null;
}

function failed(why: string): Extract<Effect, { kind: 'failed' }> {
  return { kind: 'failed', why, retryable: false };
}
