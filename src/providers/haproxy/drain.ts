import { parseDuration, sayDuration } from '../../domain/kernel/duration.ts';
import type { Call, Effect } from '../../ports/deployer.ts';
import { type Slot, sessionsOn, unchangedMs } from './slots.ts';
import type { HaproxyTarget } from './target.ts';

/** Without a `drain` what runs on a slot out of service may end by itself for so long; a program that is stopped
 * then closes the rest in its own way. Milliseconds. */
const GRACE_MS = 30_000;
const AGAIN_IN_MS = 500;
const DRAINING_AGAIN_MS = 2_000;
/** People read minutes and seconds; a card that changes each second is read by nobody. */
const SAID_TO_MS = 10_000;

/** Whether what is on a slot that takes nobody new has ended, or may go on no longer. */
export type Drained =
  | { readonly kind: 'empty' }
  | { readonly kind: 'over'; readonly sessions: number }
  | Extract<Effect, { kind: 'running' }>;

/**
 * How the slot stands that nobody new comes to. With a `drain` its sessions may go on for so long since the effect
 * was begun, and how many are left is said; that is counted by whoever remembers the beginning, so a restart of
 * haproxy or of Fairway gives nobody more time.
 */
export function drained(
  slot: Slot,
  { drain }: Pick<HaproxyTarget, 'drain'>,
  { underwayMs = 0 }: Pick<Call, 'underwayMs'>,
): Drained {
  const sessions = sessionsOn(slot);
  if (sessions === 0) return { kind: 'empty' };
  const allowedMs = drain === undefined ? null : parseDuration(drain);
  if (allowedMs === null) {
    const isOver = unchangedMs(slot) >= GRACE_MS;
    return isOver ? { kind: 'over', sessions } : { kind: 'running', againInMs: AGAIN_IN_MS };
  }
  const leftMs = allowedMs - underwayMs;
  if (leftMs <= 0) return { kind: 'over', sessions };
  const said = sayDuration(Math.ceil(leftMs / SAID_TO_MS) * SAID_TO_MS);
  const note = `Draining: ${sessions} ${sessions === 1 ? 'session' : 'sessions'}, ${said} left`;
  return { kind: 'running', againInMs: Math.min(DRAINING_AGAIN_MS, leftMs), note };
}

/** Commands that end every session on a slot at once. */
export function cut(backend: string, slot: Slot): readonly string[] {
  return slot.servers
    .filter(({ sessions }) => sessions > 0)
    .map(({ name }) => `shutdown sessions server ${backend}/${name}`);
}
