import { setTimeout as sleep } from 'node:timers/promises';
import type { Call, Effect } from '../../../src/ports/deployer.ts';
import type { slotWorld } from './world.ts';

type World = Awaited<ReturnType<typeof slotWorld>>;

/** A pause between two questions is not longer, whatever the machine makes of it. */
const MOST_MS = 400;

/** Asks until it is over; answers with the end and all that was said on the way. */
export async function untilSettled(
  world: World,
  ask: (call: Call) => Promise<Effect>,
  more: object = {},
  during = async () => {},
) {
  const placement = { ...world.placement, ...more };
  let underwayMs = 0;
  let at = performance.now();
  const said: string[] = [];
  for (;;) {
    const effect = await ask(world.call({ placement, underwayMs }));
    if (effect.kind !== 'running') return { effect, said };
    said.push(effect.note ?? '');
    await during();
    await sleep(200);
    const now = performance.now();
    underwayMs += Math.min(MOST_MS, now - at);
    at = now;
  }
}
