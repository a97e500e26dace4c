import type { Pool } from 'pg';
import { openPool, startDatabases } from '../in-process/databases.ts';
import { organisation } from '../in-process/organisation.ts';
import { sideBySide } from '../in-process/side-by-side.ts';
import { askWatchdog } from '../in-process/watchdog.ts';
import { verifyLedger } from '../program/ledger.ts';
import { createRandom } from '../random.ts';
import { none, type Order, type Outcome, type Trial, told } from '../trial.ts';
import { openArena } from './arena.ts';
import { contests } from './contests.ts';
import { afterwards } from './laws.ts';

const RACES = { short: 80, full: 2_000 } as const;
/** Processes for one target, and targets fought for at the same time. */
const PROCESSES = 4;
const LANES = 5;

/** Several workers, people and processes want one service in one environment at the same moment. */
export const races: Trial = {
  name: 'races',
  says: 'workers, people and processes at one service and environment at the same moment',
  run,
};

const APPROVALS = `
approvals:
  - { name: two people, environments: [production], services: [approvers], groups: [approvers], quorum: 2 }
`;

async function run({ size, seed, tell }: Order): Promise<Outcome> {
  const databases = await startDatabases();
  const url = await databases.make();
  const pools = Array.from({ length: PROCESSES }, () => openPool(url, 8));
  // The approval rule names one service; races that need it run under that rule by another name.
  const ruled = await organisation({ nobody: 'rolling', approvers: 'rolling' }, APPROVALS);
  const tally = { raced: 0, faults: [] as string[], unanswered: [] as string[] };
  try {
    await sideBySide(
      LANES,
      Array.from({ length: RACES[size] }, (_, i) => i),
      async (i) => {
        const random = createRandom(seed + i);
        const contest = random.pick(contests);
        const service = `r${seed + i}`;
        const catalog =
          contest.asks === 'nobody'
            ? { ...ruled, approvals: [] }
            : {
                ...ruled,
                approvals: ruled.approvals.map((one) => ({ ...one, services: [service] })),
              };
        const arena = openArena({ pools, catalog }, { copied: contest.asks, service, random });
        const found = [...(await contest.run(arena))];
        await arena.runOut();
        found.push(...(await afterwards(arena)));
        await arena.close();
        const where = `(${contest.name}, --seed ${seed + i})`;
        tally.raced += 1;
        tally.faults.push(...found.map((fault) => `${fault} ${where}`));
        tally.unanswered.push(...arena.unanswered.map((words) => `${words} ${where}`));
        if (tally.raced % 250 === 0) tell(`${tally.raced} races`);
      },
    );
    return await report(tally, pools);
  } finally {
    for (const pool of pools) await pool.end();
    await databases.stop();
  }
}

async function report(
  { raced, faults, unanswered }: { raced: number; faults: string[]; unanswered: string[] },
  pools: readonly Pool[],
): Promise<Outcome> {
  const [pool] = pools;
  if (!pool) throw new Error('a race needs processes');
  const { violations, writes } = await askWatchdog(pool);
  const ledger = await verifyLedger(pool);
  const { rows } = await pool.query<{ n: string }>(
    'SELECT deadlocks AS n FROM pg_stat_database WHERE datname = current_database()',
  );
  const twoRunning = violations.filter((one) => one.includes('two running'));
  const figures = [
    told('races of two to four', raced),
    told('  kinds of race', contests.length),
    none('two running at once', twoRunning),
    { ...none('unlawful writes', violations), figure: `unlawful writes, of ${writes}` },
    none('doubled transitions, effects and acts', faults),
    told('deadlocks the database resolved', rows[0]?.n ?? 0),
    none('deadlocks and errors left unanswered', unanswered),
    {
      figure: 'ledger entries that verify',
      value: String(ledger.entries - ledger.faults.length),
      target: String(ledger.entries),
      pass: ledger.faults.length === 0 && ledger.entries > raced,
    },
  ];
  return { figures, faults: [...violations, ...faults, ...unanswered, ...ledger.faults] };
}
