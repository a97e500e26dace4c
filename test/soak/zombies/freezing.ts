import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DAWDLE_MS, orders } from '../kills/killing.ts';
import { ask } from '../kills/person.ts';
import type { Lane } from '../program/lanes.ts';
import { type Life, startLife } from '../program/life.ts';
import { EFFECTS, type End } from '../program/words.ts';

const LOOK_MS = 120;
const START_WITHIN_MS = 30_000;
/** A life that never comes to its point is not frozen, and counts for nothing. */
const LONGEST_LIFE_MS = 40_000;
const TAKEN_OVER_WITHIN_MS = 20_000;
/** How long both live side by side once the frozen one has thawed. */
const TOGETHER_MS = 1_200;

/**
 * Before a call the executor must refuse it, during one it acts for somebody who is gone, after one the
 * store must refuse its result; and a look may be older than what was done since.
 */
export const PLACES_TO_FREEZE: readonly string[] = [
  ...EFFECTS.flatMap((verb) => [`asked:${verb}`, `flying:${verb}`, `answered:${verb}`]),
  'observed',
];

export interface Frozen {
  /** Frozen at their point. */
  readonly zombies: number;
  /** Of those, whose target somebody else had claimed before they thawed. */
  readonly superseded: number;
  /** How often a thawed one was told so, by an executor or the store. */
  readonly refused: number;
  readonly places: ReadonlySet<string>;
  readonly promised: readonly string[];
}

/** Freezes a lane's Fairway past its lease so many times, and lets it thaw beside its heir. */
export async function freezings(
  lane: Lane,
  times: number,
  tell: (line: string) => void,
): Promise<Frozen> {
  const promised: string[] = [];
  const places = new Set<string>();
  let [zombies, superseded, refused] = [0, 0, 0];
  const first = lane.random.between(0, PLACES_TO_FREEZE.length - 1);
  for (let n = 0; n < times; n += 1) {
    // 5 and 13 have no common divisor: all places come, far from the last one.
    const at = PLACES_TO_FREEZE[(first + 5 * n) % PLACES_TO_FREEZE.length] ?? 'asked:shift';
    const end: End = { signal: 'SIGSTOP', at, nth: 1, flyMs: lane.random.between(0, 25) };
    const life = startLife(lane.ground, end, orders(lane, at));
    try {
      const met = await liveUntilFrozen(lane, life, promised);
      const taken = met && (await outlive(lane, life, promised));
      zombies += met ? 1 : 0;
      superseded += taken ? 1 : 0;
      refused += life.fenced();
      if (met) places.add(at);
      const where = met ? at : `no point, ${at} did not come`;
      tell(`${lane.name}: frozen at ${where}, superseded ${taken}, refused ${life.fenced()}`);
    } finally {
      life.signal('SIGKILL');
      await life.gone;
    }
    await lane.chronicle.read();
  }
  return { zombies, superseded, refused, places, promised };
}

async function liveUntilFrozen(lane: Lane, life: Life, promised: string[]): Promise<boolean> {
  await Promise.race([life.ready, sleep(START_WITHIN_MS, false, { ref: false })]);
  const until = performance.now() + LONGEST_LIFE_MS;
  let stopped = false;
  while (!stopped && performance.now() < until) {
    await ask(lane, life, promised);
    await sleep(LOOK_MS);
    stopped = await isStopped(life.pid);
  }
  return stopped;
}

/** Asked of the system: the last words of a process that stops itself may stay in it. */
async function isStopped(pid: number): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)]);
  return stdout.startsWith('T');
}

/** Lets an heir take over, then the frozen one thaw. True when the heir had claimed one of its targets. */
async function outlive(lane: Lane, frozen: Life, promised: string[]): Promise<boolean> {
  const before = await fences(lane);
  const heir = startLife(lane.ground, null, orders(lane, ''));
  try {
    await Promise.race([heir.ready, sleep(START_WITHIN_MS, false, { ref: false })]);
    const until = performance.now() + TAKEN_OVER_WITHIN_MS;
    let taken = false;
    while (!taken && performance.now() < until) {
      await sleep(LOOK_MS);
      const now = await fences(lane);
      taken = before.every(({ held, ...one }) => {
        const after = now.find(({ service }) => service === one.service);
        return !held || (after !== undefined && after.epoch > one.epoch);
      });
    }
    await sleep(lane.random.between(0, DAWDLE_MS)); // the heir is at another place each time
    frozen.signal('SIGCONT');
    const both = performance.now() + TOGETHER_MS;
    while (performance.now() < both) {
      await ask(lane, heir, promised);
      await sleep(LOOK_MS);
    }
    return taken && before.some(({ held }) => held);
  } finally {
    heir.signal('SIGKILL');
    await heir.gone;
  }
}

interface Fence {
  readonly service: string;
  readonly epoch: number;
  readonly held: boolean;
}

async function fences({ pool }: Lane): Promise<readonly Fence[]> {
  const { rows } = await pool.query<{ service: string; epoch: string; holder: string | null }>(
    'SELECT service, epoch, holder FROM fence',
  );
  return rows.map(({ service, epoch, holder }) => ({
    service,
    epoch: Number(epoch),
    held: holder !== null,
  }));
}
