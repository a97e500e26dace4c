import type { Counters } from '../../src/domain/verdict/counters.ts';
import { type Answer, type Judge, judges } from './judges.ts';
import { createRandom } from './random.ts';
import { type Scene, TICKS } from './scenes.ts';
import { createTraffic } from './traffic.ts';

const WARM_UP_TICKS = 6;

/** When a judge decided, in looks, and how many canary requests there had been by then; null: never. */
export interface Decided {
  readonly looks: number;
  readonly exposed: number;
}

export interface Played {
  readonly abort: Decided | null;
  readonly promote: Decided | null;
}

/** What each judge did in each of `hours` hours of the scene. An hour goes on though a judge has passed it. */
export function play(
  scene: Scene,
  hours: number,
  seed: number,
  made: (past: Counters) => readonly Judge[] = judges,
): ReadonlyMap<string, readonly Played[]> {
  const all = new Map<string, Played[]>();
  for (let hour = 0; hour < hours; hour += 1)
    for (const [name, played] of playOnce(scene, seed * 1_000_003 + hour, made))
      all.set(name, [...(all.get(name) ?? []), played]);
  return all;
}

interface Bench {
  readonly judge: Judge;
  abort: Decided | null;
  promote: Decided | null;
}

function playOnce(
  scene: Scene,
  seed: number,
  made: (past: Counters) => readonly Judge[],
): readonly (readonly [string, Played])[] {
  const traffic = createTraffic(scene, createRandom(seed));
  const benches = made(traffic.past()).map(
    (judge): Bench => ({ judge, abort: null, promote: null }),
  );
  for (let n = -WARM_UP_TICKS; n < 0; n += 1) {
    const tick = traffic.tick(n);
    for (const { judge } of benches) judge.warm(tick);
  }
  let exposed = 0;
  for (let n = 0; n < TICKS; n += 1) {
    const undecided = benches.filter(({ abort }) => abort === null);
    if (undecided.length === 0) break;
    const tick = traffic.tick(n);
    exposed += tick.canary.requests;
    for (const bench of undecided)
      note(bench, bench.judge.look(n, tick), { looks: n + 1, exposed });
  }
  return benches.map(({ judge, abort, promote }) => [judge.name, { abort, promote }]);
}

function note(bench: Bench, answer: Answer, at: Decided): void {
  if (answer === 'abort') bench.abort = at;
  if (answer === 'promote') bench.promote ??= at;
}
