import { type Slot, sessionsOn, unchangedMs } from './slots.ts';

/** What still runs on a slot out of service may end by itself for so long; a program that is stopped then
 * closes the rest in its own way. Milliseconds. */
const GRACE_MS = 30_000;

/** Whether what is in a parked slot may be stopped: nothing runs on it any more, or its time is over. */
export function emptied(slot: Slot): boolean {
  return sessionsOn(slot) === 0 || unchangedMs(slot) >= GRACE_MS;
}
