import { beforeAll, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { move } from '../../src/domain/deployment/moves.ts';
import { beginTenure } from '../../src/domain/governance/lock.ts';
import { compose } from '../../src/main.ts';
import type { Provider } from '../../src/ports/provider.ts';
import { createStore } from '../../src/store/change.ts';
import { createFakeWorld } from '../fakes/fake-world.ts';
import { useDatabase } from '../store/fixture.ts';
import { asked, noon, sample, started } from '../store/sample.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

const database = useDatabase();
let catalog: Catalog;
beforeAll(async () => {
  catalog = await exampleCatalog();
});

const target = { service: 'shop', environment: 'production' };

/** Fairway over the real store, its provider's calls noted by key; `before` runs once, as it claims. */
function fairway(before: () => Promise<void> = async () => {}) {
  const versions = [
    { service: 'shop', version: '1.0.0' },
    { service: 'shop', version: '1.1.0' },
  ];
  const world = createFakeWorld({ versions, clock: Date, name: 'fleet' });
  const { provider } = world;
  const keys: string[] = [];
  const { deployer } = provider;
  const noting: Provider = {
    ...provider,
    deployer: {
      ...deployer,
      shift: (call, ...rest) => {
        keys.push(call.key);
        return deployer.shift(call, ...rest);
      },
      finish: async (call) => {
        keys.push(call.key);
        return { kind: 'running', againInMs: 60_000 };
      },
    },
  };
  let first = true;
  const { pool } = database;
  const interrupted = new Proxy(pool, {
    get(real, name) {
      const value: unknown = Reflect.get(real, name, real);
      if (name !== 'query') return typeof value === 'function' ? value.bind(real) : value;
      return async (...args: readonly unknown[]) => {
        const text = JSON.stringify(args[0]);
        if (first && text.includes('INSERT INTO fence AS held')) {
          first = false;
          await before();
        }
        return Reflect.apply(real.query, real, args);
      };
    },
  });
  const log = { info() {}, warn() {}, error() {} };
  const { runners } = compose({
    pool: interrupted,
    clock: 'database',
    bell: { ring: async () => {}, ringIn: () => false, unanswered: async () => 0 },
    nudge() {},
    providers: new Map([['fleet', noting]]),
    catalog: () => catalog,
    slack: {
      botToken: 'xoxb-nobody',
      signingSecrets: ['f'.repeat(32)],
      appToken: null,
      apiUrl: 'http://127.0.0.1:9/api/',
    },
    settings: { leaseMs: 10_000, withdrawMs: 0, requestExpiresMs: 3_600_000 },
    log,
  });
  return { runners, keys, world };
}

test('what another worker did between our look and our lease is seen before a call leaves', async () => {
  const store = createStore({ pool: database.pool, clock: 'database' });
  const id = await store.nextId();
  const d = sample(id, target);
  const intent = { phase: 'intent', attempt: 1, since: noon, heardAt: noon } as const;
  const at = (row: Deployment, cursor: number) =>
    move(
      row,
      { cursor, progress: { ...d.progress, ...intent }, wakeAt: row.requestedAt },
      'stepped',
      {
        by: 'fairway',
        at: row.requestedAt,
      },
    );
  const running: Deployment = { ...d, status: 'running', revision: 1 };
  await store.change({ target }, () => asked(d));
  await store.change({ target }, () => started(d));
  await store.change({ target }, () => at(running, 1));
  const { runners, keys } = fairway(async () => {
    await store.change({ target }, () => at({ ...running, revision: 2 }, 2));
  });
  await runners.advance(id);
  expect(keys).toEqual([`${id}:2:1`]);
});

test('a lock that came while a step was done keeps the next one from showing it to anybody', async () => {
  const store = createStore({ pool: database.pool, clock: 'database' });
  const { runners, keys, world } = fairway();
  const d = sample(await store.nextId(), {
    service: 'shop',
    environment: 'staging',
    artifact: world.artifact('shop', '1.1.0'),
    previous: world.artifact('shop', '1.0.0'),
    plan: [{ kind: 'prestage' }, { kind: 'start' }, { kind: 'shift', percent: 100 }],
    gates: [{ kind: 'lock' }],
    wakeAt: noon,
  });
  const beginning = { ...d.progress, phase: 'intent', since: noon, heardAt: noon } as const;
  const running = {
    ...d,
    status: 'running',
    progress: beginning,
    startedAt: noon,
  } as const;
  const tenure = { by: 'bo', because: null, cause: { kind: 'work' }, now: noon } as const;
  const held = { ...beginTenure({ ...tenure, lastsMs: 1, remindMs: 0 }), until: null };
  const locked = { ...targetOf(d), token: 1, revision: 1, held };
  await store.change({ target: d }, () => asked(running));
  await store.change({ target: d }, () => ({
    rows: [{ table: 'lock', row: locked }],
    ledger: [],
    events: [],
  }));
  await runners.advance(d.id);
  const { rows } = await database.pool.query('SELECT body FROM deployment WHERE id = $1', [d.id]);
  expect(rows[0]?.body).toMatchObject({
    cursor: 2,
    progress: { phase: 'ready' },
    waiting: [{ gate: 'lock' }],
  });
  expect(keys).toEqual([]);
});

function targetOf({ service, environment }: Deployment) {
  return { service, environment };
}
