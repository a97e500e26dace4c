import type { Effect } from '../../ports/deployer.ts';
import { drained } from './drain.ts';
import { end } from './ending.ts';
import type { Hand } from './hand.ts';
import { sayHandedOver, sayStaying } from './say.ts';
import { type Running, type Slot, takesBound } from './slots.ts';
import type { HaproxyTarget } from './target.ts';

/**
 * The version before keeps running without new traffic, as the stand-by. With a `drain` its sessions may end by
 * themselves and whoever is bound to it still comes to it; when that is over they are handed over and what is left is
 * closed, or all of it stays. Without one they are handed over at once, and sessions stay.
 */
export async function retire(
  hand: Hand,
  target: HaproxyTarget,
  running: Running,
  kept: Slot,
): Promise<Effect> {
  const { drain } = target;
  if (drain === undefined) return takeOut(hand, target, running, kept, false);
  const bound = takesBound(kept) ? await hand.bound(kept) : null;
  const state = drained(kept, target, hand, bound);
  if (state.kind === 'running') return state;
  if (target.drainEnds === 'leave') return done([sayStaying(kept, bound, drain)]);
  return takeOut(hand, target, running, kept, state.kind === 'over');
}

/** Whoever is bound to it is handed over. @param ends whether sessions on it are ended as well */
async function takeOut(
  hand: Hand,
  target: HaproxyTarget,
  running: Running,
  kept: Slot,
  ends: boolean,
): Promise<Effect> {
  const wasServing = takesBound(kept);
  const handed = wasServing ? await hand.handOver(running, kept) : null;
  if (handed && 'kind' in handed) return handed;
  const ended = ends ? await end(hand, target, running, handed?.slot ?? kept, wasServing) : [];
  if ('kind' in ended) return ended;
  return done([handed && sayHandedOver(kept, handed.bound), ...ended]);
}

/** Done, with what there is to say of it. */
export function done(said: readonly (string | null)[]): Effect {
  const note = said.filter((one) => one !== null).join('; ');
  return note === '' ? { kind: 'done' } : { kind: 'done', note };
}
