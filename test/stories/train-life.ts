import type { Pool } from 'pg';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { type Deployment, isOver } from '../../src/domain/deployment/deployment.ts';
import {
  board,
  type Departure,
  departureId,
  emptyDeparture,
  markReady,
  type TrainChange,
} from '../../src/domain/governance/departure.ts';
import { boardingOf, Train } from '../../src/domain/governance/train.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/fake-world.ts';
import { Broken, createPoints, type Manner } from '../soak/failpoints/points.ts';
import { incarnate, introduced, type Process } from '../soak/in-process/incarnate.ts';
import { ENVIRONMENT, only } from '../soak/in-process/organisation.ts';
import type { SlackDouble } from '../soak/in-process/slack-double.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

const MOST_TURNS = 400;
/** A minute before the cut-off, on a Wednesday. */
const START = instant(Date.UTC(2026, 10, 18, 13, 58));
const BY = 'ana';

/** One departure: what becomes of it, and where whoever drives it breaks. All of it follows from its seed. */
export interface Ride {
  readonly seed: number;
  /** Of the first wave. */
  readonly version: '1.1.0' | '1.4.0-crash';
  readonly onFailure: Train['onFailure'];
  readonly manner: Manner;
  /** The points at which each process breaks, counted from its start. */
  readonly breaks: readonly number[];
  /** How long nobody is there after a death: no process, of any kind. */
  readonly awayMs: number;
}

/** What became of it. */
export interface Ridden {
  readonly ride: Ride;
  readonly d: Departure | null;
  /** Oldest first. */
  readonly deployments: readonly Deployment[];
  /** The deployments that its own ledger says have left. */
  readonly left: readonly string[];
  /** Points passed in each process. */
  readonly passed: readonly number[];
  readonly struck: number;
  readonly wrong: readonly string[];
}

/** Where they ride one after another. */
interface Ground {
  readonly pool: Pool;
  readonly slack: SlackDouble;
  readonly catalog: Catalog;
}

/** The services of a ride: one goes first, two follow it together, and nobody marks the last one. */
export function servicesOf({ seed }: Pick<Ride, 'seed'>) {
  const [first, second, third, unmarked] = ['first', 'second', 'third', 'unmarked'].map(
    (name) => `${name}-${seed}`,
  ) as [string, string, string, string];
  return { first, second, third, unmarked };
}

/**
 * A whole departure with its deployments. One process moves deployments and is never broken while it is there;
 * another drives trains, and breaks wherever it reaches out of itself, as often as the ride says.
 */
export async function rideThrough(ground: Ground, ride: Ride): Promise<Ridden> {
  const clock = createFakeClock(START);
  const { train, catalog, world } = setting(ground, ride, clock);
  const id = departureId(train, boardingOf(train, clock.now()));
  await boardAll({ ...ground, clock }, train, { ride, world });
  const whole = { clock, catalog, hears: (bell: string) => bell !== 'deliver' };
  const door = ground.slack.open((call) => call());
  const { pool } = ground;
  const engine = incarnate({ ...whole, pool, provider: world.provider, slackUrl: door.apiUrl });
  await introduced(engine);
  const passed: number[] = [];
  let struck = 0;
  for (const at of [...ride.breaks, Number.POSITIVE_INFINITY]) {
    const points = createPoints(at, ride.manner);
    const own = ground.slack.open(points.through);
    const driver = incarnate({
      ...whole,
      pool: points.pool(pool),
      provider: points.provider(world.provider),
      slackUrl: own.apiUrl,
      hears: () => false,
    });
    await introduced(driver);
    const over = await driveTo({ pool, id, clock, engine }, driver, points.dead);
    await driver.stop();
    own.close();
    passed.push(points.passed());
    if (points.struck()) struck += 1;
    if (over) break;
    clock.advance(ride.awayMs);
  }
  await engine.stop();
  door.close();
  return { ride, ...(await see(pool, id)), passed, struck, wrong: engine.wrong };
}

function setting({ catalog: all }: Ground, ride: Ride, clock: FakeClock) {
  const { first, second, third, unmarked } = servicesOf(ride);
  const names = [first, second, third, unmarked];
  const train = {
    name: `train-${ride.seed}`,
    ...Train.parse({
      ...{
        to: ENVIRONMENT,
        waves: [
          [first, unmarked],
          [second, third],
        ],
        cutOff: '1m',
      },
      ...{ days: ['mo', 'tu', 'we', 'th', 'fr'], at: '14:00', zone: 'UTC' },
      onFailure: ride.onFailure,
    }),
  };
  const services = names.flatMap((name) => only(all, 'rolling', name).services);
  const versions = names.flatMap((service) => [
    { service, version: '1.0.0' },
    { service, version: '1.1.0' },
    { service, version: '1.4.0-crash', crash: 'PAYMENT_URL is not set' },
  ]);
  const world = createFakeWorld({ versions, clock, name: 'fleet' });
  for (const service of names) world.steady({ service, environment: ENVIRONMENT }, 40);
  return { train, world, catalog: { ...all, services, trains: [train] } };
}

/** By the decisions that the verbs make, all marked but one. */
async function boardAll(
  { pool, clock }: { readonly pool: Pool; readonly clock: FakeClock },
  train: Train,
  { ride, world }: { readonly ride: Ride; readonly world: FakeWorld },
): Promise<void> {
  const store = createStore({ pool, clock });
  const { unmarked, first, ...others } = servicesOf(ride);
  let d = emptyDeparture(train, boardingOf(train, clock.now()), null);
  async function record(decide: (now: Instant) => TrainChange | Refusal): Promise<void> {
    const target = { service: train.name, environment: ENVIRONMENT };
    await store.change({ target }, ({ now }) => {
      const change = decide(now);
      if (isRefusal(change)) throw new Error(change.what);
      d = change.rows[0]?.row ?? d;
      return change;
    });
  }
  for (const service of [first, ...Object.values(others), unmarked]) {
    const version = service === first ? ride.version : '1.1.0';
    const { digest } = world.artifact(service, version);
    const who = { service, version, digest, by: BY, channel: null, people: [BY] };
    await record((now) => board(d, who, now));
    if (service === unmarked) continue;
    await record((now) => markReady(d, service, { by: BY, ready: true }, now));
  }
}

interface Course {
  readonly pool: Pool;
  readonly id: string;
  readonly clock: FakeClock;
  readonly engine: Process;
}

/** Until the departure and all it asked for are over (true), or the driver is dead. */
async function driveTo(
  { pool, id, clock, engine }: Course,
  driver: Process,
  dead: () => boolean,
): Promise<boolean> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    await driver.fairway.fireSchedules().catch((error: unknown) => {
      if (!isBroken(error)) throw error;
    });
    if (dead()) return false;
    await engine.fairway.sweep();
    await engine.settle();
    const { d, deployments } = await see(pool, id);
    if (d?.state === 'over' && deployments.every(isOver)) return true;
    const due = [d?.wakeAt, ...deployments.map(({ wakeAt }) => wakeAt)];
    const next = Math.min(...due.flatMap((at) => (at ? [at] : [])));
    clock.advance(Math.min(60_000, Math.max(100, next - clock.now())));
  }
  return true; // the laws find what is not over
}

function isBroken(error: unknown): boolean {
  return error instanceof Broken || (error instanceof Error && isBroken(error.cause));
}

async function see(pool: Pool, id: string): Promise<Pick<Ridden, 'd' | 'deployments' | 'left'>> {
  const row = await pool.query<{ body: Departure }>('SELECT body FROM departure WHERE id = $1', [
    id,
  ]);
  const asked = await pool.query<{ body: Deployment }>(
    `SELECT body FROM deployment WHERE body->>'train' = $1 ORDER BY number`,
    [id],
  );
  const said = await pool.query<{ body: string }>(
    'SELECT body FROM audit_entry WHERE subject = $1 ORDER BY seq',
    [`train:${id}`],
  );
  const left = said.rows
    .map(({ body }) => JSON.parse(body) as { what: string; evidence: { deployment?: string } })
    .flatMap(({ what, evidence }) => (what === 'left' ? [evidence.deployment ?? ''] : []));
  return { d: row.rows[0]?.body ?? null, deployments: asked.rows.map(({ body }) => body), left };
}
