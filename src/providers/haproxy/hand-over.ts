import { setTimeout as sleep } from 'node:timers/promises';
import { countBound, forget } from './bound.ts';
import type { Runtime } from './runtime.ts';
import { type Slot, takesBound } from './slots.ts';
import { type Failed, tell } from './tell.ts';
import { park } from './weights.ts';

/** What an entry that a request is using takes to be let go. Milliseconds, each time. */
const IN_USE_MS = 100;
const MOST_TRIES = 3;

export interface HandedOver {
  /** As it is now. */
  readonly slot: Slot;
  /** How many clients a stick table had bound to it; null where haproxy keeps no list. */
  readonly bound: number | null;
}

/**
 * Takes a slot out of service for whoever is bound to it: what is under way goes on, and their next request goes to
 * who serves. Both is haproxy's own way. `maint` "disables any traffic to the server" (management guide, 9.3, "set
 * server"), and a cookie that names a server which is down "by default ... is redispatched to another server"
 * (configuration manual, 4.2, "option persist"). `clear table` is meant for "stickiness entries matching a server
 * that is going to be replaced"; it leaves those which are just used (management guide, 9.3), of which nobody is led
 * anywhere while their server is in maintenance.
 */
export async function handOver(
  runtime: Runtime,
  backend: string,
  look: () => Promise<Slot>,
): Promise<HandedOver | Failed> {
  const before = await look();
  const bound = await countBound(runtime, backend, before);
  const refused =
    (await tell(runtime, park(backend, before))) ??
    (bound === null ? null : await clear(runtime, backend, before));
  if (refused) return refused;
  const slot = await look();
  if (!takesBound(slot)) return { slot, bound };
  const why = `haproxy still has ${slot.name} in service; somebody else must have put it back`;
  return { kind: 'failed', why, retryable: true };
}

async function clear(runtime: Runtime, backend: string, slot: Slot): Promise<Failed | null> {
  for (let tries = 1; ; tries += 1) {
    const refused = await tell(runtime, forget(backend, slot));
    if (refused || tries === MOST_TRIES) return refused;
    if ((await countBound(runtime, backend, slot)) === 0) return null;
    await sleep(IN_USE_MS);
  }
}
