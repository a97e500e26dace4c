import type { Pool } from 'pg';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { instant } from '../../../src/domain/kernel/time.ts';
import { createFakeClock } from '../../stories/fake-clock.ts';
import { openPool, startDatabases } from '../in-process/databases.ts';
import { deploymentsOf, drive } from '../in-process/drive.ts';
import { incarnate } from '../in-process/incarnate.ts';
import { ENVIRONMENT, only, organisation, person } from '../in-process/organisation.ts';
import { sideBySide } from '../in-process/side-by-side.ts';
import { askWatchdog } from '../in-process/watchdog.ts';
import { createRandom } from '../random.ts';
import { none, type Order, type Outcome, type Trial, told } from '../trial.ts';
import { CALLS, KINDS, type Trouble } from './kinds.ts';
import { judge, type Verdicts } from './laws.ts';
import { openWorld, WAYS, type Way } from './worlds.ts';

const PER_KIND = { short: 24, full: 500 } as const;
const LANES = 8;

/** Every way in which a provider may misbehave, at every effect, for every promise about repeating it. */
export const providerFaults: Trial = {
  name: 'provider-faults',
  says: 'a provider times out, refuses, breaks off, drips, babbles and lies',
  run,
};

interface Case {
  readonly seed: number;
  readonly way: Way;
  readonly trouble: Trouble;
}

async function run({ size, seed, tell }: Order): Promise<Outcome> {
  const databases = await startDatabases();
  const pool = openPool(await databases.make(), 2 * LANES);
  const cases = casesOf(PER_KIND[size], seed);
  const found: Record<keyof Verdicts, string[]> = {
    wrongClass: [],
    blind: [],
    doubled: [],
    believed: [],
  };
  const unmet: string[] = [];
  let done = 0;
  try {
    const catalog = await organisation({ shop: 'rolling' });
    await sideBySide(LANES, [...cases], async (one) => {
      const { verdicts, met } = await suffer(pool, catalog, one);
      const { kind, call } = one.trouble;
      const where = `(${kind} at ${call}, ${one.way.by} ${one.way.dedup}, --seed ${one.seed})`;
      for (const law of Object.keys(found) as (keyof Verdicts)[])
        found[law].push(...verdicts[law].map((fault) => `${fault} ${where}`));
      if (!met) unmet.push(`its trouble was not met ${where}`);
      done += 1;
      if (done % 200 === 0) tell(`${done} of ${cases.length}`);
    });
    const { violations } = await askWatchdog(pool);
    const figures = [
      told('deployments, each with one trouble', cases.length),
      ...WAYS.map((way) => {
        const own = cases.filter((one) => one.way === way).length;
        return told(`  by ${way.by}, dedup ${way.dedup}`, own);
      }),
      ...KINDS.map((kind) => {
        const wrong = found.wrongClass.filter((fault) => fault.includes(`(${kind} `));
        const own = cases.filter(({ trouble }) => trouble.kind === kind).length;
        return { ...none(kind, wrong), figure: `wrong class: ${kind}, of ${own}` };
      }),
      none('asked for again unasked', found.blind),
      none('effects that took place twice', found.doubled),
      none('successes that cannot be seen', found.believed),
      none('unlawful writes', violations),
      none('troubles not met', unmet),
    ];
    return { figures, faults: [...Object.values(found).flat(), ...violations, ...unmet] };
  } finally {
    await pool.end();
    await databases.stop();
  }
}

/** Each kind as often as it is ordered, spread over the ways by their weight and over the effects. */
function casesOf(perKind: number, seed: number): readonly Case[] {
  const deck = WAYS.flatMap((way) => Array.from({ length: way.of40 }, () => way));
  return Array.from({ length: perKind * KINDS.length }, (_, i) => {
    const random = createRandom(seed + i);
    const kind = KINDS[(seed + i) % KINDS.length] ?? '5xx';
    const way = random.pick(deck);
    const calls = way.by === 'programs' ? CALLS.slice(1) : CALLS;
    const after = kind === 'timeout after the effect' || random.between(1, 2) === 1;
    const done = kind !== 'timeout before the effect' && after;
    return { seed: seed + i, way, trouble: { kind, call: random.pick(calls), done } };
  });
}

async function suffer(
  pool: Pool,
  catalog: Catalog,
  { seed, way, trouble }: Case,
): Promise<{ readonly verdicts: Verdicts; readonly met: boolean }> {
  const service = `p${seed}`;
  const clock = createFakeClock(instant(Date.UTC(2026, 10, 18, 10)));
  const world = await openWorld(way, trouble, service, clock);
  const own = only(catalog, 'shop', service, world.placement);
  const process = incarnate({ pool, clock, provider: world.provider, catalog: own });
  const target = { service, environment: ENVIRONMENT };
  try {
    const line = `/deploy ${service} 1.1.0 to ${ENVIRONMENT}`;
    // On a busy machine even a good answer may come too late; then the person asks once more.
    for (let i = 0; i < 5 && (await deploymentsOf(pool, target)).length === 0; i += 1)
      await process.fairway.desk.run(line, person('ana'), { channel: null });
    const all = await drive(process, { pool, target, advance: clock.advance });
    return { verdicts: judge(way, trouble, world, all), met: world.met() };
  } finally {
    await process.stop();
    world.stop();
  }
}
