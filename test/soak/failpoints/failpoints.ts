import type { Pool } from 'pg';
import type { Figure } from '../../../bench/figure.ts';
import { openPool, startDatabases } from '../in-process/databases.ts';
import { organisation } from '../in-process/organisation.ts';
import { sideBySide } from '../in-process/side-by-side.ts';
import { startSlackDouble } from '../in-process/slack-double.ts';
import { askWatchdog } from '../in-process/watchdog.ts';
import { verifyLedger } from '../program/ledger.ts';
import { none, type Order, type Outcome, type Trial, told } from '../trial.ts';
import { type Faults, judge } from './laws.ts';
import { type Life, live } from './life.ts';
import { DEPTHS, type Depth, type Run, runOf } from './run.ts';

const LIVES = { short: 240, full: 2_500 } as const;
/** A break and what comes after it, until the next one or the end, is one run of the figure. */
const BREAKS = { short: 900, full: 10_000 } as const;
const WITHIN_S = 300;
const LANES: Readonly<Record<Depth, number>> = { engine: 6, told: 3, spoken: 3 };

/**
 * Fairway lives in this process and reaches out through points, each of which may break: the process
 * dies there, or the connection does. The database is real and does not write to the disk.
 */
export const failpoints: Trial = {
  name: 'failpoints',
  says: 'the process dies, or a connection breaks, at every place where it reaches out',
  alone: true,
  run,
};

/** Three services to copy, one for each strategy. */
export const COPIED = { rolling: 'rolling', 'blue-green': 'blue-green', canary: 'canary' } as const;

async function run({ size, seed, tell }: Order): Promise<Outcome> {
  const databases = await startDatabases();
  const slack = await startSlackDouble();
  const catalog = await organisation(COPIED);
  const pools: Pool[] = [];
  try {
    const began = performance.now();
    const tally = createTally();
    const runs = Array.from({ length: LIVES[size] }, (_, i) => runOf(seed + i));
    /** A sweep finds whatever is due, so lives that share a database live one after another. */
    async function lane(waiting: Run[]): Promise<void> {
      const pool = openPool(await databases.make(), 4);
      pools.push(pool);
      await sideBySide(1, waiting, async (one) => {
        const life = await live({ pool, slack, catalog }, one);
        tally.add(life, await judge(pool, life));
        if (tally.lives % 500 === 0) tell(`${tally.lives} lives`);
      });
    }
    await Promise.all(
      DEPTHS.flatMap((depth) => {
        const waiting = runs.filter((one) => one.depth === depth);
        return Array.from({ length: LANES[depth] }, () => lane(waiting));
      }),
    );
    return await report(tally, pools, { size, tookMs: performance.now() - began });
  } finally {
    for (const pool of pools) await pool.end();
    await slack.stop();
    await databases.stop();
  }
}

/** Only the full one, which has the machine to itself, is held to its time. */
function took(size: Order['size'], seconds: number): Figure {
  const value = `${seconds.toFixed(0)} s`;
  if (size !== 'full') return told('  took', value);
  return { figure: '  took', value, target: `<= ${WITHIN_S} s`, pass: seconds <= WITHIN_S };
}

type Kind = keyof Faults;

function createTally() {
  const faults: Record<Kind, string[]> = {
    doubled: [],
    lost: [],
    stale: [],
    stranded: [],
    wrong: [],
  };
  const points = new Set<string>();
  const tally = { lives: 0, struck: 0, points, faults, add };
  function add({ run, struck, passed }: Life, found: Faults): void {
    tally.lives += 1;
    tally.struck += struck;
    run.breaks.slice(0, passed.length).forEach((at, i) => {
      if (at <= (passed[i] ?? 0)) points.add(`${run.depth} ${at}`);
    });
    for (const kind of Object.keys(faults) as Kind[]) {
      for (const words of found[kind]) faults[kind].push(`${kind}: ${words} (${sayRun(run)})`);
    }
  }
  return tally;
}

function sayRun({
  seed,
  depth,
  strategy,
  version,
  manner,
  breaks,
  meddlings,
}: Life['run']): string {
  const people = meddlings.map(({ what, turn }) => `${what} at ${turn}`).join(', ') || 'nobody';
  return `--seed ${seed}: ${depth} ${strategy} ${version}, ${manner} at ${breaks}, ${people} meddles`;
}

async function report(
  { lives, struck, points, faults }: ReturnType<typeof createTally>,
  pools: readonly Pool[],
  { size, tookMs }: { readonly size: Order['size']; readonly tookMs: number },
): Promise<Outcome> {
  const ledgers = await Promise.all(pools.map(verifyLedger));
  const watched = await Promise.all(pools.map(askWatchdog));
  const broken = ledgers.flatMap((one) => one.faults);
  const violations = watched.flatMap((one) => one.violations);
  const entries = ledgers.reduce((sum, one) => sum + one.entries, 0);
  const writes = watched.reduce((sum, one) => sum + one.writes, 0);
  const figures = [
    told('lives', lives),
    {
      figure: '  breaks that were reached',
      value: String(struck),
      target: `>= ${BREAKS[size]}`,
      pass: struck >= BREAKS[size],
    },
    told('  at different points', points.size),
    took(size, tookMs / 1_000),
    none('doubled effects, acts or posts', faults.doubled),
    none('lost', faults.lost),
    none('stale effects', faults.stale),
    none('neither over nor parked', faults.stranded),
    none('errors nobody expected', faults.wrong),
    { ...none('unlawful writes', violations), figure: `unlawful writes, of ${writes}` },
    {
      figure: 'ledger entries that verify',
      value: String(entries - broken.length),
      target: String(entries),
      pass: broken.length === 0 && entries > lives,
    },
  ];
  return { figures, faults: [...Object.values(faults).flat(), ...violations, ...broken] };
}
