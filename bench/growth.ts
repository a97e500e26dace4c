/**
 * What history costs: a step, a change, the sweep, `/release list` and `/release show` with 10^3, 10^4
 * and 10^5 deployments in the tables. The three databases stand side by side on one durable PostgreSQL
 * and are asked in turns, so that what else the machine does falls on all of them. `node bench/growth.ts`.
 */
import { join } from 'node:path';
import { migrate } from '../src/store/migrate.ts';
import { crowd } from '../test/store/crowd.ts';
import { type Figure, percentile, say, short, table } from './figure.ts';
import { COUNTED, Took } from './growth/took.ts';
import { benchDatabase, patientPool } from './postgres.ts';
import { type Server, startServer } from './server.ts';
import { startSlackStub } from './slack-stub.ts';

const SIZES = [1_000, 10_000, 100_000] as const;
const ROUNDS = 30;
const AIM = 1.3;
const FILE = join(import.meta.dirname, 'growth', 'fairway.ts');

async function filled(url: string, deployments: number): Promise<void> {
  await migrate(url);
  const pool = patientPool(url, 1);
  await crowd(pool, deployments);
  await pool.end();
}

/** Of each question what it took, in milliseconds, by the size of the history. */
type Taken = ReadonlyMap<number, Readonly<Record<string, readonly number[]>>>;

async function ask(servers: ReadonlyMap<number, Server>): Promise<Taken> {
  const taken = new Map<number, Record<string, number[]>>(SIZES.map((size) => [size, {}]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [size, server] of servers) {
      const took = Took.parse(await server.ask({}));
      if (round === 0) continue; // warm
      const all = taken.get(size) ?? {};
      for (const [question, ms] of Object.entries(took)) {
        all[question] = [...(all[question] ?? []), ms];
      }
    }
  }
  return taken;
}

function figuresOf(taken: Taken): readonly Figure[] {
  const questions = Object.keys(taken.get(SIZES[0]) ?? {});
  return questions.map((question) => {
    const middles = SIZES.map((size) => percentile(taken.get(size)?.[question] ?? [], 0.5));
    const growth = (middles.at(-1) ?? 0) / (middles[0] ?? 0);
    const told = question === COUNTED;
    return {
      figure: `${told ? '' : 'aim: '}${question}, after 10^3, 10^4, 10^5 deployments`,
      value: `${middles.map(short).join(', ')} ms`,
      target: told ? 'told' : `<= ${AIM} x`,
      ratio: short(growth),
      pass: told ? null : growth <= AIM,
    };
  });
}

export async function benchGrowth(): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  const slack = await startSlackStub();
  const servers = new Map<number, Server>();
  try {
    for (const size of SIZES) {
      const url = await database.create(`after_${size}`);
      await filled(url, size);
      const env = { DATABASE_URL: url, SLACK_API_URL: slack.apiUrl };
      servers.set(size, await startServer([FILE], env, /ready/));
    }
    return figuresOf(await ask(servers));
  } finally {
    for (const server of servers.values()) await server.stop();
    slack.close();
    await database.stop();
  }
}

if (import.meta.main) say(table(await benchGrowth()));
