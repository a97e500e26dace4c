import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { Effect } from '../../ports/deployer.ts';
import { drained } from './drain.ts';
import { CLOSED_MS, cutRest } from './ending.ts';
import type { Decide, Hand } from './hand.ts';
import { done, retire } from './retire.ts';
import { sayHandedOver } from './say.ts';
import { isSticky, type Running, type Slot, sessionsOn, slotWith, takesBound } from './slots.ts';
import type { HaproxyTarget } from './target.ts';
import type { Failed } from './tell.ts';
import { lull, park, serve } from './weights.ts';

type Said = readonly (string | null)[];

/** Only `artifact` serves; `standby` stays without traffic; what else ran is stopped. */
export async function finish(
  hand: Hand,
  target: HaproxyTarget,
  artifact: Artifact,
  standby: Artifact | null,
): Promise<Effect> {
  const running = await hand.running();
  const after = await hand.change(running, alone(target.backend, artifact, standby));
  if ('kind' in after) return after;
  const own = slotWith(after, artifact);
  const kept = standby && slotWith(after, standby);
  const others = after.filter((slot) => slot !== own && slot !== kept);
  const parted = await partFrom(hand, running, others);
  if ('kind' in parted) return parted;
  const retired = kept && kept !== own ? await retire(hand, target, running, kept) : done([]);
  if (retired.kind !== 'done') return alsoSaying(parted.said, retired);
  const said = [...parted.said, retired.note ?? null];
  return stopAll(hand, target, running, parted.slots, said);
}

/** Everybody new goes to `artifact`. Who is bound to another slot is counted as it leaves service, which comes by itself. */
function alone(backend: string, artifact: Artifact, standby: Artifact | null): Decide {
  return (slots) => {
    const own = slotWith(slots, artifact);
    if (!own) return failed(`${artifact.version} is in no slot; start it first`);
    if (!own.healthy) return failed(`${artifact.version} in ${own.name} is not healthy`, true);
    const kept = standby && slotWith(slots, standby);
    if (standby && !kept) return failed(`${standby.version} does not run, so it cannot stand by`);
    const leave = (slot: Slot) =>
      slot === kept || isSticky(slot) ? lull(backend, slot) : park(backend, slot);
    return [...serve(backend, own, 100), ...slots.filter((slot) => slot !== own).flatMap(leave)];
  };
}

/** What nobody needs is nobody's at once, whatever the drain: it may be what a rollback leads away from. */
async function partFrom(
  hand: Hand,
  running: Running,
  others: readonly Slot[],
): Promise<{ readonly slots: readonly Slot[]; readonly said: Said } | Failed> {
  const slots: Slot[] = [];
  const said: (string | null)[] = [];
  for (const slot of others) {
    const handed = takesBound(slot) ? await hand.handOver(running, slot) : null;
    if (handed && 'kind' in handed) return handed;
    slots.push(handed?.slot ?? slot);
    said.push(handed && slot.occupant ? sayHandedOver(slot, handed.bound) : null);
  }
  return { slots, said };
}

/** Each in its own time, and none before what runs on it has ended or its time is over. */
async function stopAll(
  hand: Hand,
  target: HaproxyTarget,
  running: Running,
  slots: readonly Slot[],
  before: Said,
): Promise<Effect> {
  const taken = slots.filter(({ occupant }) => occupant !== null);
  for (const slot of taken) {
    const state = drained(slot, target, hand);
    if (state.kind === 'running') return alsoSaying(before, state);
  }
  const said = [...before];
  for (const slot of taken) {
    const { version = null, digest = null } = slot.occupant ?? {};
    const answer = await hand.run('stop', { version, digest, slot: slot.name });
    if (answer.kind !== 'done') return answer;
    const left = sessionsOn(slot);
    const rest = left > 0 ? await cutRest(hand, target, running, slot, left, CLOSED_MS) : [];
    if ('kind' in rest) return rest;
    said.push(...rest);
  }
  return done(said);
}

/** What was done on the way is said while it is waited: the next call does not know it. */
function alsoSaying(said: Said, effect: Effect): Effect {
  const so = said.filter((one) => one !== null).join('; ');
  if (effect.kind !== 'running' || so === '') return effect;
  return { ...effect, note: effect.note === undefined ? so : `${so}. ${effect.note}` };
}

function failed(why: string, retryable = false): Failed {
  return { kind: 'failed', why, retryable };
}
