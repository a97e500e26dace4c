/**
 * Which change did it? Incidents with a known cause over a generated organisation, and how often the
 * suspects that Fairway names hold it: `node bench/correlate.ts`, or with less: `--deployments 20000 --incidents 50`.
 *
 * The incidents are not made from the ranker's formula. They are played forward: a graph grown by preferential
 * attachment, versions that fail from their first request on, leak, or fail under load, errors that lose some of
 * themselves at each call and hide behind caches, alerts with limits of their own. The ranker sees none of that:
 * it knows who depends on whom, what the ledger says and what others told of. One incident in five has nothing of
 * that behind it; of the others three in ten were caused elsewhere: by a flag, a migration, configuration, a machine.
 */
import { parseArgs } from 'node:util';
import { migrate } from '../src/store/migrate.ts';
import { type Asked, ask } from './correlate/ask.ts';
import { type Graph, growGraph } from './correlate/graph.ts';
import { writeHistory } from './correlate/history.ts';
import { inTime } from './correlate/in-time.ts';
import { writeMoves } from './correlate/moves.ts';
import { playWorld } from './correlate/play.ts';
import { type Figure, percentile, say, short, table } from './figure.ts';
import { createRandom } from './judge/random.ts';
import { benchDatabase, patientPool } from './postgres.ts';

const SERVICES = 5_000;
const SEED = 20_261_101;
const LONG = 1_000_000;
const SHORT = 10_000;
const INCIDENTS = 500;
/** Alert to suspects, ready to leave for the channel. Milliseconds. */
const SOON_MS = 1_000;
const GROWTH = 1.5;

interface Size {
  readonly deployments: number;
  readonly incidents: number;
}

/** The same organisation after so long a history, and the incidents that come next, each asked about as it begins. */
async function asked(
  url: string,
  graph: Graph,
  { deployments, incidents }: Size,
): Promise<readonly Asked[]> {
  await migrate(url);
  const pool = patientPool(url, 4);
  try {
    const world = playWorld(graph, { deployments, incidents, seed: SEED });
    const deployed = inTime(
      world.history(),
      ({ startedAt }) => startedAt,
      (rows) => writeHistory(pool, rows),
    );
    const moved = inTime(
      world.moves(),
      ({ at }) => at,
      (rows) => writeMoves(pool, rows),
    );
    const until = async (now: number) => {
      await deployed(now);
      await moved(now);
    };
    await until(world.from);
    await pool.query('VACUUM ANALYZE');
    return await ask(pool, graph, world.incidents, until);
  } finally {
    await pool.end();
  }
}

/** Who says what it was: Fairway, and two who have nothing but a list. */
type Ways = 'named' | 'recent' | 'same';

function share(all: readonly Asked[], is: (one: Asked) => boolean): number {
  return all.length === 0 ? 0 : all.filter(is).length / all.length;
}

function accuracy(all: readonly Asked[]): readonly Figure[] {
  const caused = all.filter(({ incident }) => incident.cause !== null);
  const nobodys = all.filter(({ incident }) => incident.cause === null);
  const elsewhere = caused.filter(({ incident }) => incident.cause?.startsWith('E-'));
  const hits = (of: Ways, most: number, among = caused) =>
    share(among, (one) => one[of].slice(0, most).includes(one.incident.cause ?? ''));
  const say = (of: Ways, among = caused) =>
    `${short(100 * hits(of, 1, among))} %, ${short(100 * hits(of, 3, among))} %`;
  const sure = caused.filter(({ confidence }) => confidence === 'high');
  const right = share(sure, (one) => one.named[0] === one.incident.cause);
  const rivals = Math.max(hits('recent', 1), hits('same', 1));
  return [
    {
      figure: `the cause is named first, among three (${caused.length} incidents)`,
      value: say('named'),
      target: 'more than both rivals',
      pass:
        hits('named', 1) > rivals &&
        hits('named', 3) > Math.max(hits('recent', 3), hits('same', 3)),
    },
    {
      figure: `of these it was changed elsewhere (${elsewhere.length})`,
      value: say('named', elsewhere),
      target: 'told',
      pass: null,
    },
    {
      figure: 'rival: the most recent in production',
      value: say('recent'),
      target: 'told',
      pass: null,
    },
    {
      figure: 'rival: the most recent of the very service',
      value: say('same'),
      target: 'told',
      pass: null,
    },
    {
      figure: `right where it is said with high confidence (${sure.length})`,
      value: `${short(100 * right)} %`,
      target: '>= 60 %, as it says',
      pass: right >= 0.6,
    },
    {
      figure: `nothing that was told of was the cause (${nobodys.length}): high confidence all the same`,
      value: `${short(100 * share(nobodys, ({ confidence }) => confidence === 'high'))} %`,
      target: 'told',
      pass: null,
    },
  ];
}

export async function benchCorrelate(
  size: Size = { deployments: LONG, incidents: INCIDENTS },
): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  try {
    const graph = growGraph(SERVICES, createRandom(SEED));
    const few = {
      deployments: Math.min(SHORT, size.deployments),
      incidents: Math.min(50, size.incidents),
    };
    const brief = await asked(await database.create('brief'), graph, few);
    const long = await asked(await database.create('long'), graph, size);
    const took = (all: readonly Asked[]) => all.flatMap(({ ms }) => ms ?? []);
    const p99 = percentile(took(long), 0.99);
    const middles = [brief, long].map((all) => percentile(took(all), 0.5));
    const growth = (middles[1] ?? 0) / (middles[0] ?? 1);
    return [
      ...accuracy(long),
      {
        figure: `alert to suspects ready to post, p99, after ${size.deployments} deployments`,
        value: `${short(p99)} ms`,
        target: `<= ${SOON_MS} ms`,
        pass: p99 <= SOON_MS,
      },
      {
        figure: `the same, p50, after ${few.deployments} and ${size.deployments}`,
        value: `${middles.map(short).join(', ')} ms`,
        target: `<= ${GROWTH} x`,
        ratio: short(growth),
        pass: growth <= GROWTH,
      },
    ];
  } finally {
    await database.stop();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { deployments: { type: 'string' }, incidents: { type: 'string' } },
  });
  const deployments = Number(values.deployments ?? LONG);
  const incidents = Number(values.incidents ?? INCIDENTS);
  say(table(await benchCorrelate({ deployments, incidents })));
}
