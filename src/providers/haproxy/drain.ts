import { parseDuration, sayDuration } from '../../domain/kernel/duration.ts';
import type { Call, Effect } from '../../ports/deployer.ts';
import { sayLeft } from './say.ts';
import { quietMs, type Slot, sessionsOn, takesBound, unchangedMs } from './slots.ts';
import type { HaproxyTarget } from './target.ts';

/** Without a `drain` what runs on a slot out of service may end by itself for so long; a program that is stopped
 * then closes the rest in its own way. Milliseconds. */
const GRACE_MS = 30_000;
const AGAIN_IN_MS = 500;
const DRAINING_AGAIN_MS = 2_000;
/** People read minutes and seconds; a card that changes each second is read by nobody. Whom a table binds is counted as seldom. */
const SAID_TO_MS = 10_000;

/** Whether what is on a slot that takes nobody new has ended, or may go on no longer. */
export type Drained =
  | { readonly kind: 'empty' }
  | { readonly kind: 'over' }
  | Extract<Effect, { kind: 'running' }>;

/**
 * How the slot stands that nobody new comes to. With a `drain` its sessions may go on for so long since the effect
 * was begun, and how many are left is said; that is counted by whoever remembers the beginning, so a restart of
 * haproxy or of Fairway gives nobody more time. Who is bound to a slot in service has as long: that he is done is
 * known to nobody, but a slot to which nobody came for as long as a drain lasts is empty.
 * @param bound how many a stick table binds to it, for people; null where nobody counts
 */
export function drained(
  slot: Slot,
  { drain }: Pick<HaproxyTarget, 'drain'>,
  { underwayMs = 0 }: Pick<Call, 'underwayMs'>,
  bound: number | null = null,
): Drained {
  const allowedMs = drain === undefined ? null : parseDuration(drain);
  const mayReturn = takesBound(slot) && quietMs(slot) < (allowedMs ?? 0);
  if (sessionsOn(slot) === 0 && !mayReturn) return { kind: 'empty' };
  if (allowedMs === null) {
    const isOver = unchangedMs(slot) >= GRACE_MS;
    return isOver ? { kind: 'over' } : { kind: 'running', againInMs: AGAIN_IN_MS };
  }
  const leftMs = allowedMs - underwayMs;
  if (leftMs <= 0) return { kind: 'over' };
  const said = sayDuration(Math.ceil(leftMs / SAID_TO_MS) * SAID_TO_MS);
  const note = `Draining: ${sayLeft(slot, bound)}, ${said} left`;
  const againMs = bound === null ? DRAINING_AGAIN_MS : SAID_TO_MS;
  return { kind: 'running', againInMs: Math.min(againMs, leftMs), note };
}
