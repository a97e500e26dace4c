import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { createPool } from '../../src/store/pool.ts';
import { type FreshDatabase, freshDatabase } from '../postgres/database.ts';
import { ENVIRONMENT, type Life, live } from './crash/life.ts';
import { verifyLedger } from './crash/verify-ledger.ts';
import { exampleCatalog } from './example-catalog.ts';

const RUNS = Number(process.env['CRASH_RUNS'] ?? 150);
const SIDE_BY_SIDE = 8;
const SEED = Number(process.env['CRASH_SEED'] ?? 1);

/** One service a run, in one environment that asks nobody: the canary is what is tried. */
function widened(catalog: Catalog): Catalog {
  const shop = catalog.services.find((s) => s.name === 'shop');
  const production = catalog.environments.find((e) => e.name === ENVIRONMENT);
  const placement = shop?.environments[ENVIRONMENT];
  if (!shop || !production || !placement) throw new Error('the example has no shop in production');
  const services = Array.from({ length: RUNS + 2 }, (_, i) => ({
    ...shop,
    name: `s${i}`,
    aliases: [],
    environments: { [ENVIRONMENT]: placement },
  }));
  const open = { ...production, protected: false, deployers: [], slots: 10_000 };
  return { ...catalog, services, environments: [open], approvals: [], blackouts: [] };
}

/** Mulberry32: the same runs every time, another set with another seed. */
function random(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function lawful({ world, deployments, fresh }: Life, service: string, version: string): void {
  const target = { service, environment: ENVIRONMENT };
  const effects = world.effects();
  const keys = effects.map((e) => e.key);
  expect(keys, 'no effect was performed twice').toEqual([...new Set(keys)]);
  const steps = keys.map((key) => key.replace(/:\d+$/, ''));
  expect(steps, 'a crash is no reason for another attempt').toEqual([...new Set(steps)]);
  expect(
    [...fresh.values()].filter((n) => n > 1),
    'asked as new once',
  ).toEqual([]);
  const epochs = effects.map((e) => e.epoch);
  expect(epochs, 'fences only rise').toEqual(epochs.toSorted((a, b) => a - b));
  const [asked, back] = deployments;
  const slow = version === '1.2.0-slow';
  expect(deployments).toHaveLength(slow ? 2 : 1);
  expect(asked).toMatchObject({ status: slow ? 'failed' : 'succeeded' });
  if (slow) expect(back).toMatchObject({ kind: 'rollback', status: 'succeeded' });
  const serving = world.live(target).filter((one) => one.percent > 0);
  expect(serving).toMatchObject([{ version: slow ? '1.0.0' : '1.1.0', percent: 100 }]);
  const first = effects.findIndex((e) => e.key.startsWith(`${back?.id ?? 'none'}:`));
  const late = effects.slice(Math.max(0, first)).filter((e) => e.key.startsWith(`${asked?.id}:`));
  if (slow) expect(late, 'nothing of it after its rollback began').toEqual([]);
}

describe(`a canary, killed at every point (${RUNS} runs, seed ${SEED})`, () => {
  let database: FreshDatabase;
  let pool: ReturnType<typeof createPool>;
  let catalog: Catalog;
  beforeAll(async () => {
    database = await freshDatabase();
    pool = createPool(database.url, { max: 16, applicationName: 'crash', onError: () => {} });
    catalog = widened(await exampleCatalog());
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const versionOf = (run: number) => (run % 2 === 0 ? '1.2.0-slow' : '1.1.0');
  const points: number[] = [];
  let killed = 0;

  test('left alone, one is caught and rolled back and the other goes through', async () => {
    for (const run of [0, 1]) {
      const life = await live({ pool, catalog }, `s${run}`, versionOf(run), []);
      lawful(life, `s${run}`, versionOf(run));
      points.push(life.passed[0] ?? 0);
    }
    expect(Math.min(...points)).toBeGreaterThan(100);
  });

  test('killed once, twice or three times, it ends the same and does nothing twice', {
    timeout: 300_000,
  }, async () => {
    const next = random(SEED);
    const runs = Array.from({ length: RUNS }, (_, i) => {
      const run = i + 2;
      const most = points[run % 2] ?? 1;
      // The first kills are spread evenly over all points; later ones fall soon after the restart.
      const first = 1 + Math.floor(((i * 0.618_033_988_75) % 1) * most);
      const more = Array.from(
        { length: Math.floor(next() * 3) },
        () => 1 + Math.floor(next() * 60),
      );
      return { run, kills: [first, ...more] };
    });
    async function worker(): Promise<void> {
      for (let one = runs.shift(); one; one = runs.shift()) {
        const { run, kills } = one;
        const service = `s${run}`;
        try {
          const life = await live({ pool, catalog }, service, versionOf(run), kills);
          killed += life.passed.filter((n, i) => n === kills[i]).length;
          lawful(life, service, versionOf(run));
        } catch (error) {
          throw new Error(`run ${run}, ${versionOf(run)}, killed at ${kills}: ${error}`, {
            cause: error,
          });
        }
      }
    }
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
    expect(killed, 'every run was killed, many more than once').toBeGreaterThan(RUNS * 1.5);
  });

  test('the ledger of all of it is one unbroken chain', async () => {
    expect(await verifyLedger(pool)).toBeGreaterThan(RUNS * 5);
  });
});
