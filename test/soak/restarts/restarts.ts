import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, percentile } from '../../../bench/figure.ts';
import { settle } from '../crowd/account.ts';
import { amongPeople, assemble, type Crowd, disperse } from '../crowd/crowd.ts';
import { sideBySide } from '../crowd/on-bells.ts';
import { createRandom, type Random } from '../random.ts';
import { type BellKind, none, type Order, type Outcome, type Trial, told } from '../trial.ts';
import { type Doorbell, type Heard, hangDoorbell, listenAgain } from './doorbell.ts';
import { type Mode, type Restarting, standRestarting } from './restarting.ts';

const SIZES = {
  short: { lastsMs: 14_000, everyMs: [2_000, 5_000], lives: 2 },
  full: { lastsMs: 600_000, everyMs: [5_000, 40_000], lives: 3 },
} as const;
const MODES = ['immediate', 'fast'] as const;
/** Fairway's sweep looks every second: what is heard sooner was heard by the bell. */
const SWEEP_MS = 1_000;

/** PostgreSQL ends suddenly or in good order, again and again, while Fairways deploy and people ask. */
export const restarts: Trial = {
  name: 'restarts',
  says: 'PostgreSQL restarted again and again under several Fairways',
  run: (order) => sideBySide(order, (bell) => runOn(bell, order)),
};

interface Told {
  readonly restarts: Readonly<Record<Mode, number>>;
  /** After each restart, where the bell hangs on PostgreSQL. */
  readonly heard: readonly Heard[];
}

async function runOn(bell: BellKind, { size, seed, tell }: Order): Promise<Outcome> {
  const { lives } = SIZES[size];
  const restarting = await standRestarting(bell);
  const random = createRandom(seed);
  const { ground } = restarting;
  try {
    const crowd = await assemble(ground, Array(lives).fill({}), { random, tell });
    const onPostgres = bell === 'postgres';
    const doorbell = onPostgres ? await hangDoorbell(ground.addresses.databaseUrl) : null;
    try {
      const went = await amongPeople(crowd, () =>
        goThrough(crowd, restarting, doorbell, SIZES[size]),
      );
      const outcome = await settle(crowd);
      if (outcome.faults.length > 0) tell(`words of every life: ${await ground.keepLog()}`);
      return withTold(outcome, went);
    } finally {
      await doorbell?.close();
      await disperse(crowd);
    }
  } finally {
    await restarting.stop();
  }
}

async function goThrough(
  { random, tell }: Crowd,
  restarting: Restarting,
  doorbell: Doorbell | null,
  { lastsMs, everyMs }: { readonly lastsMs: number; readonly everyMs: readonly [number, number] },
): Promise<Told> {
  const done = { immediate: 0, fast: 0 };
  const heard: Heard[] = [];
  const until = performance.now() + lastsMs;
  while (performance.now() < until) {
    await sleep(random.between(...everyMs));
    const mode = nextMode(done, random);
    await restarting.restart(mode, random.between(0, 800));
    done[mode] += 1;
    if (doorbell) heard.push(await listenAgain(doorbell, random));
    tell(`${mode}: heard again after ${Math.round(heard.at(-1)?.firstMs ?? 0)} ms`);
  }
  return { restarts: done, heard };
}

/** Both kinds come, in an order that the seed decides. */
function nextMode({ immediate, fast }: Told['restarts'], random: Random): Mode {
  if (immediate === fast) return random.pick(MODES);
  return immediate > fast ? 'fast' : 'immediate';
}

function withTold({ figures, faults }: Outcome, { restarts: done, heard }: Told): Outcome {
  const restarted = told(
    'restarts of PostgreSQL (immediate + fast)',
    `${done.immediate} + ${done.fast}`,
  );
  if (heard.length === 0) return { figures: [restarted, ...figures], faults };
  const pickUps = heard.flatMap(({ pickUpsMs }) => pickUpsMs);
  const p99 = percentile(pickUps, 0.99);
  const first = Math.max(...heard.map(({ firstMs }) => firstMs));
  const unheard = heard.flatMap((one, i) =>
    one.unheard > 0 ? [`${one.unheard} rings not heard after restart ${i + 1}`] : [],
  );
  const rings: readonly Figure[] = [
    told('  the bell is heard again after, at most', `${Math.round(first)} ms`),
    none('  restarts with rings not heard', unheard),
    {
      figure: '  ring to run after a restart p99',
      value: `${p99.toFixed(0)} ms of ${pickUps.length}`,
      target: `${SWEEP_MS} ms`,
      pass: p99 < SWEEP_MS && pickUps.length > 0,
    },
  ];
  return { figures: [restarted, ...rings, ...figures], faults: [...faults, ...unheard] };
}
