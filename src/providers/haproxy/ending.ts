import { setTimeout as sleep } from 'node:timers/promises';
import type { Effect } from '../../ports/deployer.ts';
import type { Hand } from './hand.ts';
import { sayEnded } from './say.ts';
import { type Running, type Slot, sessionsOn } from './slots.ts';
import type { HaproxyTarget } from './target.ts';
import type { Failed } from './tell.ts';

const LOOK_MS = 250;
/** What was asked by those who were handed over is answered in this time, or is no answer but a session. Milliseconds. */
const ANSWERED_MS = 5_000;
/** What a program was told to close is closed in this time. Milliseconds. */
export const CLOSED_MS = 5_000;
/** All waiting of one effect at its longest. Milliseconds. */
export const ENDING_MS = 3 * CLOSED_MS;

/**
 * Ends the sessions on a slot whose version goes on as the stand-by: its program is told to close them in its own way
 * (a WebSocket with 1001), where the target has one for that, and what is left then is cut. Answers what to say of it.
 * @param wasServing its clients were handed over just now, so what they have asked is answered first
 */
export async function end(
  hand: Hand,
  target: HaproxyTarget,
  running: Running,
  slot: Slot,
  wasServing: boolean,
): Promise<readonly (string | null)[] | Exclude<Effect, { kind: 'done' }>> {
  const before = wasServing ? await leftAfter(hand, running, slot, ANSWERED_MS) : sessionsOn(slot);
  if (typeof before !== 'number') return before;
  if (before === 0) return [];
  const { version = null, digest = null } = slot.occupant ?? {};
  const answer = target.close && (await hand.run('close', { version, digest, slot: slot.name }));
  if (!answer) return cutRest(hand, target, running, slot, before, null);
  if (answer.kind === 'fenced') return answer;
  const failed = answer.kind === 'failed' ? `close of ${version} failed: ${answer.why}` : null;
  const rest = await cutRest(hand, target, running, slot, before, CLOSED_MS);
  return 'kind' in rest ? rest : [failed, ...rest];
}

/**
 * Cuts what is left of the sessions that were on a slot.
 * @param before how many they were when its program was told to close them
 * @param withinMs how long it has for that; null where nobody was told
 */
export async function cutRest(
  hand: Hand,
  { backend, drain }: HaproxyTarget,
  running: Running,
  slot: Slot,
  before: number,
  withinMs: number | null,
): Promise<readonly (string | null)[] | Failed> {
  const left = withinMs === null ? before : await leftAfter(hand, running, slot, withinMs);
  if (typeof left !== 'number') return left;
  if (left > 0) {
    const after = await hand.change(running, (slots) =>
      slots.filter(({ name }) => name === slot.name).flatMap((one) => cut(backend, one)),
    );
    if ('kind' in after) return after;
  }
  return [
    sayEnded(slot, Math.max(0, before - left), 'closed', drain),
    sayEnded(slot, left, 'cut', drain),
  ];
}

/** How many sessions are on a slot when they have ended, or else after so long. */
async function leftAfter(
  hand: Hand,
  running: Running,
  { name }: Slot,
  withinMs: number,
): Promise<number | Failed> {
  for (let waitedMs = 0; ; waitedMs += LOOK_MS) {
    const slots = await hand.change(running, () => []);
    if ('kind' in slots) return slots;
    const left = slots
      .filter((slot) => slot.name === name)
      .reduce((sum, one) => sum + sessionsOn(one), 0);
    if (left === 0 || waitedMs >= withinMs) return left;
    await sleep(LOOK_MS, null, { signal: hand.signal });
  }
}

/** Commands that end every session on a slot at once. */
function cut(backend: string, slot: Slot): readonly string[] {
  return slot.servers
    .filter(({ sessions }) => sessions > 0)
    .map(({ name }) => `shutdown sessions server ${backend}/${name}`);
}
