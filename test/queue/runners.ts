import { setTimeout as sleep } from 'node:timers/promises';
import type { BellName } from '../../src/ports/bell.ts';
import type { Log } from '../../src/ports/log.ts';
import type { Runners } from '../../src/queue/runners.ts';

/** Runners that remember what they were asked to do, as `advance D-1`. */
export function remembering(run: (bell: BellName, id: string) => Promise<void> = async () => {}) {
  const done: string[] = [];
  const on = (bell: BellName) => async (id: string) => {
    done.push(`${bell} ${id}`);
    await run(bell, id);
  };
  const runners: Runners = {
    inbox: on('inbox'),
    advance: on('advance'),
    back: on('back'),
    deliver: on('deliver'),
  };
  return { done, runners };
}

/** Keeps what was logged, by its static message. */
export function listeningLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const note = (_fields: unknown, message: string) => void lines.push(message);
  return { lines, info: note, warn: note, error: note };
}

/** Waits until it holds; @throws after a minute. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`still not so: ${holds}`);
    await sleep(10);
  }
}
