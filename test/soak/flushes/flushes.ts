import { setTimeout as sleep } from 'node:timers/promises';
import { settle } from '../crowd/account.ts';
import { amongPeople, assemble, type Crowd, disperse } from '../crowd/crowd.ts';
import { sideBySide } from '../crowd/on-bells.ts';
import { type Life, startLife } from '../program/life.ts';
import { createRandom } from '../random.ts';
import { type BellKind, none, type Order, type Outcome, type Trial, told } from '../trial.ts';
import { type Emptying, standEmptying } from './emptying.ts';

const SIZES = {
  short: { lastsMs: 10_000, everyMs: [200, 1_500], lives: 2 },
  full: { lastsMs: 300_000, everyMs: [100, 3_000], lives: 3 },
} as const;
const NEWCOMER_WITHIN_MS = 90_000;

/** The queue is only a doorbell: emptied at any moment, it takes nothing with it. */
export const flushes: Trial = {
  name: 'flushes',
  says: 'the queue emptied mid-run: FLUSHALL, a Redis that comes back empty, TRUNCATE of every table',
  run: (order) => sideBySide(order, (bell) => runOn(bell, order)),
};

interface Emptied {
  readonly ways: ReadonlyMap<string, number>;
  readonly gone: number;
}

async function runOn(bell: BellKind, { size, seed, tell }: Order): Promise<Outcome> {
  const { lives } = SIZES[size];
  const emptying = await standEmptying(bell);
  const { ground } = emptying;
  try {
    const random = createRandom(seed);
    const crowd = await assemble(ground, Array(lives).fill({}), { random, tell });
    let newcomer: Life | null = null;
    try {
      const emptied = await amongPeople(crowd, () => goThrough(crowd, emptying, SIZES[size]));
      // Who starts on what was left of the queue finds it in order.
      newcomer = startLife(ground, null);
      const late = sleep(NEWCOMER_WITHIN_MS, false, { ref: false });
      const started = await Promise.race([newcomer.ready, late]);
      const outcome = await settle(crowd);
      if (outcome.faults.length > 0) tell(`words of every life: ${await ground.keepLog()}`);
      return withEmptied(outcome, emptied, started);
    } finally {
      newcomer?.signal('SIGKILL');
      await newcomer?.gone.catch(() => {});
      await disperse(crowd);
    }
  } finally {
    await emptying.stop();
  }
}

async function goThrough(
  { random, tell }: Crowd,
  emptying: Emptying,
  { lastsMs, everyMs }: { readonly lastsMs: number; readonly everyMs: readonly [number, number] },
): Promise<Emptied> {
  const ways = new Map<string, number>();
  let all = 0;
  const until = performance.now() + lastsMs;
  while (performance.now() < until) {
    await sleep(random.between(...everyMs));
    const { how, gone } = await emptying.empty(random);
    ways.set(how, (ways.get(how) ?? 0) + 1);
    all += gone;
    tell(`${how}: ${gone} gone`);
  }
  return { ways, gone: all };
}

function withEmptied(
  { figures, faults }: Outcome,
  { ways, gone }: Emptied,
  started: boolean,
): Outcome {
  const refused = started ? [] : ['a Fairway did not start on the emptied queue'];
  return {
    figures: [
      ...[...ways].map(([how, times]) => told(`emptied by ${how}`, times)),
      told('  jobs (PostgreSQL) or keys (Redis) gone with it', gone),
      none('  Fairways that could not start after it', refused),
      ...figures,
    ],
    faults: [...faults, ...refused],
  };
}
