import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { Effect } from '../../ports/deployer.ts';
import { cut, drained } from './drain.ts';
import type { Hand } from './hand.ts';
import { type Slot, slotWith } from './slots.ts';
import type { HaproxyTarget } from './target.ts';
import { park, serve, standBy } from './weights.ts';

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
  const left = await retire(hand, target, kept);
  if (left.kind !== 'done') return left;
  return stopAll(hand, target, othersOf(after, slotWith(after, artifact), kept), left.note);
}

/**
 * The version before keeps running without new traffic, as the stand-by. With a `drain` it is waited until its
 * sessions have ended; those that are left when that is over are cut, or stay where they are.
 */
async function retire(hand: Hand, target: HaproxyTarget, kept: Slot | null): Promise<Effect> {
  if (!kept || target.drain === undefined) return { kind: 'done' };
  const state = drained(kept, target, hand);
  if (state.kind === 'running') return state;
  if (state.kind === 'empty') return { kind: 'done' };
  const version = kept.occupant?.version ?? kept.name;
  const isOne = state.sessions === 1;
  const those = `${state.sessions} ${isOne ? 'session' : 'sessions'} on ${version}`;
  if (target.drainEnds === 'leave')
    return { kind: 'done', note: `${those} ${isOne ? 'stays' : 'stay'} after ${target.drain}` };
  const after = await hand.change(await hand.running(), (slots) => {
    const slot = slots.find(({ name }) => name === kept.name);
    return slot ? cut(target.backend, slot) : [];
  });
  return 'kind' in after
    ? after
    : { kind: 'done', note: `${those} ${isOne ? 'was' : 'were'} cut after ${target.drain}` };
}

/** Each in its own time, and none before what runs on it has ended or its time is over. */
async function stopAll(
  hand: Hand,
  target: HaproxyTarget,
  slots: readonly Slot[],
  note?: string,
): Promise<Effect> {
  const taken = slots.filter(({ occupant }) => occupant !== null);
  for (const slot of taken) {
    const state = drained(slot, target, hand);
    if (state.kind === 'running') return state;
  }
  for (const { name, occupant } of taken) {
    const { version = null, digest = null } = occupant ?? {};
    const answer = await hand.run('stop', { version, digest, slot: name });
    if (answer.kind !== 'done') return answer;
  }
  return note === undefined ? { kind: 'done' } : { kind: 'done', note };
}

function othersOf(slots: readonly Slot[], ...kept: readonly (Slot | null)[]): readonly Slot[] {
  return slots.filter((slot) => !kept.includes(slot));
}

function failed(why: string, retryable = false): Extract<Effect, { kind: 'failed' }> {
  return { kind: 'failed', why, retryable };
}
