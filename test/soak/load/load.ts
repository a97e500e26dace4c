import { join } from 'node:path';
import { benchDatabase } from '../../../bench/postgres.ts';
import { startServer } from '../../../bench/server.ts';
import { createPool } from '../../../src/store/pool.ts';
import { createRandom } from '../random.ts';
import type { Order, Outcome, Trial } from '../trial.ts';
import { flood, steady } from './crowds.ts';
import { ACTIVE, FLOODED, people, serviceOf } from './organisation.ts';
import { reportFlood, reportSteady } from './report.ts';
import { createSenders, onSchedule } from './senders.ts';
import { startSlowSlack } from './slow-slack.ts';
import { drained, idsOf, running, type Stage, watchRss } from './watch.ts';
import type { LoadOrders } from './words.ts';

const SECRET = 'e'.repeat(32);
const SIZES = {
  short: { steadyMs: 45_000, floodMs: 15_000 },
  full: { steadyMs: 600_000, floodMs: 60_000 },
} as const;
const STARTS_PER_SECOND = 40;
const FILLED_WITHIN_MS = 180_000;

/** Five hundred deployments under way, fifty interactions a second, and then one who floods. */
export const load: Trial = {
  name: 'load',
  says: '500 deployments and 50 interactions a second; then one person floods with 200 a second',
  timed: true,
  alone: true,
  run,
};

async function run({ size, seed, tell }: Order): Promise<Outcome> {
  const { steadyMs, floodMs } = SIZES[size];
  const database = await benchDatabase();
  const slack = await startSlowSlack();
  const orders: LoadOrders = {
    databaseUrl: database.url,
    slackUrl: slack.apiUrl,
    secret: SECRET,
  };
  const server = await startServer(
    [join(import.meta.dirname, 'fairway.ts')],
    { SOAK_LOAD: JSON.stringify(orders) },
    /answers on port (\d+)/,
  );
  const pool = createPool(database.url, { max: 4, applicationName: 'soak', onError() {} });
  const [, port] = /answers on port (\d+)/.exec(server.words()) ?? [];
  const senders = createSenders({
    port: Number(port),
    secret: SECRET,
    slackOrigin: slack.origin,
  });
  const stage: Stage = { slack, senders, pool, random: createRandom(seed), ids: new Map(), tell };
  try {
    const ids = await fill(stage);
    const rss = watchRss(server.pid);
    const calm = await steady({ ...stage, ids }, steadyMs);
    const steadyRss = [...rss.samples];
    const calmDrainMs = await drained(stage);
    const wild = await flood({ ...stage, ids }, floodMs);
    const wildDrainMs = await drained(stage);
    rss.stop();
    return {
      figures: [
        ...reportSteady({ ...calm, drainMs: calmDrainMs, rss: steadyRss, whole: size === 'full' }),
        ...reportFlood({
          ...wild,
          drainMs: wildDrainMs,
          before: steadyRss,
          rss: rss.samples.slice(steadyRss.length),
        }),
      ],
      faults: [],
    };
  } finally {
    senders.close();
    await server.stop();
    await pool.end();
    slack.close();
    await database.stop();
  }
}

/** Everybody asks for their share; the last to be asked for is who is flooded. @throws when they do not start */
async function fill({ senders, pool, tell }: Stage): Promise<ReadonlyMap<string, string>> {
  const began = performance.now();
  const all = [...Array.from({ length: ACTIVE }, (_, n) => serviceOf(n)), FLOODED];
  const forMs = (all.length * 1_000) / STARTS_PER_SECOND;
  await onSchedule({ perSecond: STARTS_PER_SECOND, forMs }, (n, dueAt) => {
    const account = people[n % people.length] ?? '';
    const line = `/deploy ${all[n]}@1.1.0 to production`;
    return senders.send({ account, kind: 'slash', line }, dueAt);
  });
  while ((await running(pool)) < all.length) {
    if (performance.now() - began > FILLED_WITHIN_MS)
      throw new Error(`only ${await running(pool)} of ${all.length} deployments are under way`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  tell(`${all.length} under way after ${Math.round(performance.now() - began)} ms`);
  return idsOf(pool);
}
