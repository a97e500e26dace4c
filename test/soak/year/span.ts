import type { Pool } from 'pg';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { type Deployment, isOver } from '../../../src/domain/deployment/deployment.ts';
import { instant } from '../../../src/domain/kernel/time.ts';
import { createFakeWorld, type FakeWorld } from '../../fakes/fake-world.ts';
import { createFakeClock } from '../../stories/fake-clock.ts';
import { incarnate, type Process } from '../in-process/incarnate.ts';
import { person } from '../in-process/organisation.ts';
import { release } from '../kills/demands.ts';
import { createRandom, type Random } from '../random.ts';
import { SERVICES, type ServiceName } from './organisation.ts';
import { deedOf } from './people.ts';

/** A while in the life of an organisation. */
export interface Span {
  readonly seed: number;
  readonly deployments: readonly Deployment[];
  readonly hours: number;
  /** What was wrong in the end; what was wrong on the way the watchdog knows. */
  readonly faults: readonly string[];
}

const VERSIONS = ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0'];
const MOST_TURNS = 20_000;
const BEGIN = Date.UTC(2026, 0, 5, 8);

/** Lives until there have been so many deployments, and then until all of them are over. */
export async function liveAWhile(
  pool: Pool,
  catalog: Catalog,
  { seed, atLeast }: { readonly seed: number; readonly atLeast: number },
): Promise<Span> {
  const random = createRandom(seed);
  const clock = createFakeClock(instant(BEGIN));
  const world = createWorld(clock);
  const process = incarnate({ pool, clock, provider: world.provider, catalog, hears });
  try {
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      const open = await openOnes(pool);
      const closing = (await countAll(pool)) >= atLeast;
      if (closing) world.clearFaults();
      if (closing && open.length === 0) break;
      await act(process, { open, closing, random, world });
      await turnOnce(process);
      clock.advance(await untilNext(pool, clock.now(), random));
    }
    const deployments = await all(pool);
    const hours = (clock.now() - BEGIN) / 3_600_000;
    return { seed, deployments, hours, faults: faultsOf(deployments, world, process) };
  } finally {
    await process.stop();
  }
}

/** Nobody reads the messages here. */
function hears(bell: string): boolean {
  return bell !== 'deliver';
}

function createWorld(clock: { readonly now: () => number }): FakeWorld {
  const versions = Object.keys(SERVICES).flatMap((service) => [
    ...VERSIONS.map((version) => ({ service, version })),
    { service, version: '2.0.0-slow', latencyMs: 400 },
    { service, version: '2.1.0-errors', errorRate: 0.3 },
    { service, version: '2.2.0-crash', crash: 'PAYMENT_URL is not set' },
  ]);
  const world = createFakeWorld({ versions, clock, name: 'fleet' });
  for (const service of Object.keys(SERVICES)) {
    for (const environment of ['staging', 'production']) world.steady({ service, environment }, 40);
  }
  return world;
}

/** One turn of the loops of a process: tell what was recorded, find what is due, do it. */
async function turnOnce({ fairway, settle }: Process): Promise<void> {
  await fairway.relay();
  await fairway.sweep();
  await settle();
}

interface Moment {
  readonly open: readonly Deployment[];
  readonly closing: boolean;
  readonly random: Random;
  readonly world: FakeWorld;
}

async function act({ fairway }: Process, { open, closing, random, world }: Moment): Promise<void> {
  const say = (who: Parameters<typeof person>[0], line: string) =>
    fairway.desk.run(line, person(who), { channel: null });
  if (closing) {
    // What still waits for approvals is closed, what is held is freed.
    for (const d of open.filter((one) => one.status === 'pending'))
      await say('bo', `/release abort ${d.id} because "the end"`);
    for (const d of open.filter((one) => one.hold))
      await say('bo', `/release ${release(d)} ${d.id}`);
    const names = Object.keys(SERVICES) as ServiceName[];
    for (const service of names) await say('ana', `/release unlock ${service} in production`);
    return;
  }
  const { who, line } = deedOf(open, random);
  await say(who, line);
  if (random.between(1, 12) > 1) return;
  const kind = random.pick(['throw-before', 'throw-after', 'lie', 'answer'] as const);
  const call = random.pick(['prestage', 'start', 'shift', 'finish'] as const);
  const answer = { kind: 'failed', why: 'the registry is slow', retryable: true } as const;
  world.fault({
    call,
    kind,
    times: random.between(1, 4),
    ...(kind === 'answer' ? { answer } : {}),
  });
}

function faultsOf(
  deployments: readonly Deployment[],
  world: FakeWorld,
  { wrong }: Process,
): readonly string[] {
  const keys = world.effects().map(({ key }) => key);
  const twice = [...new Set(keys.filter((key, i) => keys.indexOf(key) !== i))];
  const open = deployments.filter((d) => !isOver(d));
  return [
    ...twice.map((key) => `took place twice: ${key}`),
    ...open.map((d) => `${d.id} is ${d.status} for ever: ${d.hold?.why ?? ''}`),
    ...world.targets().flatMap((target) => strayed(deployments, world, target)),
    ...wrong,
  ];
}

/** What serves is what the last success brought there. */
function strayed(
  deployments: readonly Deployment[],
  world: FakeWorld,
  target: { readonly service: string; readonly environment: string },
): readonly string[] {
  const here = deployments.filter(
    (d) => d.service === target.service && d.environment === target.environment,
  );
  const done = here.filter((d) => d.status === 'succeeded');
  const last = done.toSorted((a, b) => (a.finishedAt ?? 0) - (b.finishedAt ?? 0)).at(-1);
  const wanted = `${last?.artifact.version ?? VERSIONS[0]} 100 %`;
  const serving = world.live(target).filter(({ percent }) => percent > 0);
  const serves = serving.map(({ version, percent }) => `${version} ${percent} %`).join(', ');
  return serves === wanted
    ? []
    : [`${target.service} in ${target.environment}: ${serves} serves, not ${wanted}`];
}

async function openOnes(pool: Pool): Promise<readonly Deployment[]> {
  const { rows } = await pool.query<{ body: Deployment }>(
    "SELECT body FROM deployment WHERE status IN ('pending', 'running') ORDER BY number",
  );
  return rows.map(({ body }) => body);
}

async function all(pool: Pool): Promise<readonly Deployment[]> {
  const { rows } = await pool.query<{ body: Deployment }>(
    'SELECT body FROM deployment ORDER BY number',
  );
  return rows.map(({ body }) => body);
}

async function countAll(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM deployment');
  return rows[0]?.n ?? 0;
}

/** To when something falls due, or people come back: seconds by day, and now and then hours. */
async function untilNext(pool: Pool, now: number, random: Random): Promise<number> {
  const { rows } = await pool.query<{ at: string | null }>(
    "SELECT min(wake_at) AS at FROM deployment WHERE status IN ('pending', 'running') AND wake_at > $1",
    [now],
  );
  const due = rows[0]?.at === null ? Number.POSITIVE_INFINITY : Number(rows[0]?.at) - now;
  const pause = random.between(1, 40) === 1 ? 6 * 3_600_000 : random.between(500, 5_000);
  return Math.max(250, pause > 5_000 ? pause : Math.min(due, pause));
}
