/**
 * Durable steps: Fairway's engine beside DBOS and beside bare BullMQ jobs, each in a process of its own,
 * in rounds that take turns, on one durable PostgreSQL (and a Redis). `node bench/steps.ts`.
 *
 * A run is five steps that do nothing. Of a step of Fairway both intent and outcome are on disk, each in
 * a transaction with its ledger entry and event; gates are asked at the start and before exposure; the
 * request and the end are counted into the five. DBOS writes a workflow's start, each step's outcome
 * and the end. A job of BullMQ is added and completed, and the next one added by hand: nothing would
 * resume the five of them.
 */
import { join } from 'node:path';
import pg from 'pg';
import { type Figure, middle, say, short, table } from './figure.ts';
import { type Order, Tally } from './orders.ts';
import { benchDatabase } from './postgres.ts';
import { benchRedis, NO_REDIS } from './redis.ts';
import { type Server, startServer } from './server.ts';
import { startSlackStub } from './slack-stub.ts';

const HERE = join(import.meta.dirname, 'steps');
const STEPS = 5;
const ROUNDS = 3;
const LANES = [1, 50] as const;
const WARMING_MS = 2_000;
const ROUND_MS = 2_000;

interface Rival {
  readonly name: string;
  readonly server: Server;
}
interface Round {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

async function roundOf({ name, server }: Rival, order: Order): Promise<Round> {
  const before = server.cpuMs();
  const { runs, seconds, p50Ms, p99Ms } = Tally.parse(await server.ask(order));
  const steps = runs * STEPS;
  const round = {
    perSecond: steps / seconds,
    cpuMs: (server.cpuMs() - before) / steps,
    ...{ p50Ms, p99Ms },
  };
  if (process.argv.includes('--verbose')) {
    const told = [round.perSecond, p50Ms, p99Ms, round.cpuMs].map(short).join(' ');
    say(`${name}, ${order.lanes} at once: steps/s, p50, p99, cpu ${told}`);
  }
  return round;
}

async function compare(rivals: readonly Rival[], lanes: number): Promise<readonly Figure[]> {
  const rounds = new Map<string, Round[]>(rivals.map(({ name }) => [name, []]));
  for (const rival of rivals) await roundOf(rival, { lanes, forMs: WARMING_MS });
  for (let n = 0; n < ROUNDS; n += 1) {
    for (const rival of rivals) {
      rounds.get(rival.name)?.push(await roundOf(rival, { lanes, forMs: ROUND_MS }));
    }
  }
  const told = [...rounds.keys()].map((name) => toldOf(name, rounds, lanes));
  return [...told, ...aimsOf(rounds, lanes)];
}

type Rounds = ReadonlyMap<string, readonly Round[]>;

/** Beside DBOS's turn in the same round, the one in the middle: the machine is not the same all the time. */
function besideDbos(name: string, rounds: Rounds, of: (round: Round) => number): number {
  const others = rounds.get(DBOS) ?? [];
  const shares = (rounds.get(name) ?? []).map((own, n) => of(own) / of(others[n] ?? own));
  return middle(shares, (share) => share);
}

function toldOf(name: string, rounds: Rounds, lanes: number): Figure {
  const { perSecond, p50Ms, p99Ms, cpuMs } = middle(rounds.get(name) ?? [], speed);
  const run = `${short(p50Ms)} / ${short(p99Ms)} ms`;
  return {
    figure: `steps, ${lanes} at once, ${name}`,
    value: `${short(perSecond)} /s, run of five ${run}, cpu ${short(cpuMs)} ms`,
    target: 'told',
    ratio: short(besideDbos(name, rounds, speed)),
    pass: null,
  };
}

function aimsOf(rounds: Rounds, lanes: number): readonly Figure[] {
  const share = besideDbos(FAIRWAY, rounds, speed);
  const dearer = besideDbos(FAIRWAY, rounds, cost);
  const of = (name: string, by: (round: Round) => number): number =>
    by(middle(rounds.get(name) ?? [], by));
  return [
    {
      figure: `aim: durable steps beside DBOS, ${lanes} at once`,
      value: `${short(of(FAIRWAY, speed))} /s`,
      target: `>= ${short(of(DBOS, speed))} /s`,
      ratio: short(share),
      pass: share >= 1,
    },
    {
      figure: `aim: own CPU a step beside DBOS, ${lanes} at once`,
      value: `${short(of(FAIRWAY, cost))} ms`,
      target: `<= ${short(of(DBOS, cost))} ms`,
      ratio: short(dearer),
      pass: dearer <= 1,
    },
  ];
}

const speed = (round: Round): number => round.perSecond;
const cost = (round: Round): number => round.cpuMs;

/** What was counted went through to its end and is in the ledger, or the figures are of something else. */
async function assertSucceeded(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ bad: string; all: string; entries: string; size: string }>(
    `SELECT count(*) FILTER (WHERE status <> 'succeeded') AS bad, count(*) AS all,
       (SELECT count(*) FROM audit_entry) AS entries, (SELECT size FROM ledger_head) AS size
     FROM deployment`,
  );
  await client.end();
  const [{ bad, all, entries, size } = { bad: '', all: '', entries: '', size: '' }] = rows;
  const perRun = Number(entries) / Number(all);
  if (bad === '0' && entries === size && perRun >= STEPS + 2) return;
  throw new Error(`${bad} of ${all} did not succeed; ${entries} entries, the head says ${size}`);
}

const FAIRWAY = "Fairway's engine";
const DBOS = 'DBOS';

interface Entry {
  readonly name: string;
  readonly file: string;
  /** What it is told beside its own new database. */
  readonly env?: Readonly<Record<string, string>>;
  readonly on: 'postgres' | 'redis';
}

/** Everybody, neighbours in time as here; `--duel` leaves the first two. */
const entries: readonly Entry[] = [
  { name: FAIRWAY, file: 'fairway.ts', env: { DRIVE: 'lanes' }, on: 'postgres' },
  { name: DBOS, file: 'dbos.ts', on: 'postgres' },
  {
    name: 'Fairway, doorbell and cards',
    file: 'fairway.ts',
    env: { DRIVE: 'doorbell' },
    on: 'postgres',
  },
  { name: 'bare BullMQ on PostgreSQL', file: 'bullmq.ts', on: 'postgres' },
  { name: 'bare BullMQ on Redis', file: 'bullmq.ts', on: 'redis' },
];

const databaseOf = (n: number): string => `rival_${n}`;

export async function benchSteps(): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  const redis = await benchRedis();
  const slack = await startSlackStub();
  const chosen = process.argv.includes('--duel') ? entries.slice(0, 2) : entries;
  const rivals: Rival[] = [];
  try {
    for (const [n, { name, file, env, on }] of chosen.entries()) {
      const url = on === 'redis' ? redis?.url : await database.create(databaseOf(n));
      if (url === undefined) continue;
      const all = { DATABASE_URL: url, SLACK_API_URL: slack.apiUrl, ...env };
      const server = await startServer([join(HERE, file)], all, /ready/);
      rivals.push({ name, server });
    }
    const figures = await compareAll(rivals);
    for (const [n, { file }] of chosen.entries()) {
      if (file === 'fairway.ts') await assertSucceeded(database.urlOf(databaseOf(n)));
    }
    return redis ? figures : [...figures, skipped];
  } finally {
    for (const { server } of rivals) await server.stop();
    slack.close();
    await redis?.stop();
    await database.stop();
  }
}

async function compareAll(rivals: readonly Rival[]): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const lanes of LANES) figures.push(...(await compare(rivals, lanes)));
  return figures;
}

const skipped: Figure = {
  figure: 'steps, bare BullMQ on Redis',
  value: NO_REDIS,
  target: 'told',
  pass: null,
};

if (import.meta.main) say(table(await benchSteps()));
