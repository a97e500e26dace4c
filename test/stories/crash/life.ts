import type { Pool } from 'pg';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { type Deployment, isOver } from '../../../src/domain/deployment/deployment.ts';
import { instant } from '../../../src/domain/kernel/time.ts';
import { compose, type Fairway } from '../../../src/main.ts';
import type { Call } from '../../../src/ports/deployer.ts';
import type { Provider } from '../../../src/ports/provider.ts';
import { createInProcess } from '../../../src/queue/in-process.ts';
import { createFakeWorld, type FakeWorld } from '../../fakes/fake-world.ts';
import { createFakeClock } from '../fake-clock.ts';
import { type Failpoints, failpoints } from './failpoints.ts';

export const ENVIRONMENT = 'production';
const LEASE_MS = 2_000;
const MOST_TURNS = 400;
const ANA = { id: 'ana', account: 'U0ANA00001', name: 'ana', kind: 'member', groups: [] } as const;

/** What became of one canary whose process was killed at these points, each counted from its start. */
export interface Life {
  readonly world: FakeWorld;
  readonly deployments: readonly Deployment[];
  /** Points passed in each process, the last one being the one that ended it. */
  readonly passed: readonly number[];
  /** Calls that said "this was never asked before", by key. */
  readonly fresh: ReadonlyMap<string, number>;
}

/** A whole canary of a service of its own, killed and started anew as often as there are `kills`. */
export async function live(
  ground: { readonly pool: Pool; readonly catalog: Catalog },
  service: string,
  version: '1.1.0' | '1.2.0-slow',
  kills: readonly number[],
): Promise<Life> {
  const clock = createFakeClock(instant(Date.UTC(2026, 10, 18, 10)));
  const versions = [
    { service, version: '1.0.0' },
    { service, version: '1.1.0' },
    { service, version: '1.2.0-slow', latencyMs: 400 },
  ];
  const world = createFakeWorld({ versions, clock, name: 'fleet' });
  world.steady({ service, environment: ENVIRONMENT }, 40);
  const fresh = new Map<string, number>();
  const provider = counting(world.provider, fresh);
  const passed: number[] = [];
  await receive(ground, service);
  for (const kill of [...kills, Number.POSITIVE_INFINITY]) {
    const points = failpoints(kill);
    const fairway = incarnate(ground, clock, provider, points);
    try {
      if ((await everything(ground, service)).length === 0) await ask(fairway, service, version);
      await drive(fairway, clock, service, points);
    } catch (error) {
      if (!points.dead()) throw error;
    }
    await fairway.slack.stop();
    passed.push(points.passed());
    clock.advance(500);
  }
  return { world, deployments: await everything(ground, service), passed, fresh };
}

type Ground = Parameters<typeof live>[0];
type Clock = ReturnType<typeof createFakeClock>;

function incarnate(
  { pool, catalog }: Ground,
  clock: Clock,
  provider: Provider,
  points: Failpoints,
): Fairway {
  const log = { info() {}, warn() {}, error() {} };
  return compose({
    pool: points.pool(pool),
    clock,
    bell: createInProcess(() => {
      throw new Error('nobody rings here: what is due is found by looking');
    }, log).bell,
    nudge() {},
    providers: new Map([['fleet', points.provider(provider)]]),
    catalog: () => catalog,
    slack: {
      botToken: 'xoxb-nobody',
      signingSecrets: ['f'.repeat(32)],
      appToken: null,
      apiUrl: 'http://127.0.0.1:9/api/',
    },
    settings: {
      leaseMs: LEASE_MS,
      withdrawMs: 0,
      requestExpiresMs: 24 * 3_600_000,
    },
    log,
  });
}

/** Slack has delivered the command; it is done once, however often it is begun. */
async function receive({ pool }: Ground, service: string): Promise<void> {
  await pool.query(
    `INSERT INTO inbox (id, kind, body, received_at) VALUES ($1, 'command', '{}', 0)`,
    [service],
  );
}

/** Refused only where the process before had done it and died while that was being stored. */
async function ask(fairway: Fairway, service: string, version: string): Promise<void> {
  const line = `/deploy ${service} ${version} to ${ENVIRONMENT}`;
  const reply = await fairway.desk.run(line, ANA, { channel: null, act: service });
  if (reply.kind !== 'refused') return;
  const stored = await fairway.records.deployments({ service, limit: 1 });
  if (stored.length === 0) throw new Error(reply.refusal.what);
}

/** Looks at what is due until all is over, or the process is dead. */
async function drive(
  fairway: Fairway,
  clock: Clock,
  service: string,
  points: Failpoints,
): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS && !points.dead(); turn += 1) {
    const all = await fairway.records.deployments({ service, limit: 10 });
    const open = all.filter((d) => !isOver(d));
    if (all.length > 0 && open.length === 0) return;
    for (const { id } of open.filter((d) => d.wakeAt !== null && d.wakeAt <= clock.now()))
      await fairway.runners.advance(id);
    const due = Math.min(...open.map((d) => d.wakeAt ?? Number.POSITIVE_INFINITY));
    clock.advance(Math.min(3_000, Math.max(1_000, due - clock.now())));
  }
  if (!points.dead()) throw new Error(`${service} did not end`);
}

async function everything({ pool }: Ground, service: string) {
  const { rows } = await pool.query<{ body: Deployment }>(
    'SELECT body FROM deployment WHERE service = $1 ORDER BY number',
    [service],
  );
  return rows.map((row) => row.body);
}

function counting(real: Provider, fresh: Map<string, number>): Provider {
  const { deployer } = real;
  const noted = (call: Call): Call => {
    if (!call.resumed) fresh.set(call.key, (fresh.get(call.key) ?? 0) + 1);
    return call;
  };
  return {
    ...real,
    deployer: {
      ...deployer,
      prestage: (call, ...rest) => deployer.prestage(noted(call), ...rest),
      start: (call, ...rest) => deployer.start(noted(call), ...rest),
      shift: (call, ...rest) => deployer.shift(noted(call), ...rest),
      finish: (call, ...rest) => deployer.finish(noted(call), ...rest),
    },
  };
}
