import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { DeploymentId } from '../../src/domain/deployment/deployment.ts';
import { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { JourneyFile } from '../../src/domain/verdict/journey/form.ts';
import { createFakeProbes } from '../fakes/fake-probes.ts';
import { type Story, useStory } from './harness.ts';

const PROBES = ['here', 'paris', 'tokyo'];

/** Shop, which stands on search, is walked through in staging while either of them is deployed. */
function walking(example: Catalog, more: object = {}): Catalog {
  const steps = [
    { name: 'open', url: 'https://shop.acme.example/' },
    { name: 'pay', url: 'https://shop.acme.example/pay' },
  ];
  const file = JourneyFile.parse({ steps, every: '2s', watch: '10s', ...more });
  const buy = { ...file, name: 'buy', probes: PROBES, quorum: 2 };
  const strategy = StrategyConfig.parse({ kind: 'rolling', batches: [50], bake: '5m' });
  return {
    ...example,
    probes: PROBES.map((name) => ({ name, url: null, tokenFrom: null })),
    services: example.services.map((service) => {
      const { staging } = service.environments;
      if (!staging) return service;
      const journeys = service.name === 'shop' ? { journeys: [buy] } : {};
      const environments = {
        ...service.environments,
        staging: { ...staging, ...journeys, strategy },
      };
      return { ...service, environments };
    }),
  };
}

/** Words of a story about journeys that are watched. */
function watching(story: Story, probes: ReturnType<typeof createFakeProbes>) {
  const rounds = () =>
    probes.walks.filter(({ given }) => given['key']?.startsWith('journey:')).length / PROBES.length;
  return {
    rounds,
    hold: async (id: DeploymentId) => (await story.fairway.records.deployment(id))?.hold ?? null,
    turn(finds: 'green' | 'red') {
      for (const name of ['paris', 'tokyo']) probes.find(name, finds);
    },
    async round() {
      const before = rounds();
      for (let i = 0; i < 10 && rounds() === before; i += 1) await story.after('3s');
      expect(rounds()).toBe(before + 1);
    },
  };
}

describe('6.6 a journey that turns red holds what is being deployed there', () => {
  const probes = createFakeProbes();
  const story = useStory({ rules: walking, probes: { probes } });
  const { rounds, hold, turn, round } = watching(story, probes);

  test('it is walked while something of it goes on, at its pace, by one for all', async () => {
    await story.after('1m');
    expect(rounds()).toBe(0);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('1m');
    story.message(/^shop 1\.1\.0 to staging: step \d of \d+: baking/);
    story.message(/^search 2\.1\.0 to staging: step \d of \d+: baking/);
    expect(rounds()).toBeGreaterThanOrEqual(3);
    expect(rounds()).toBeLessThanOrEqual(6);
  });

  test('one red round holds nothing', async () => {
    turn('red');
    await round();
    turn('green');
    await round();
    await round();
    expect([await hold('D-1'), await hold('D-2')]).toEqual([null, null]);
  });

  test('two in a row hold both where they are, within 30 seconds', async () => {
    turn('red');
    const from = story.now();
    for (let i = 0; i < 20 && !(await hold('D-1')); i += 1) await story.after('3s');
    expect(story.now() - from).toBeLessThanOrEqual(30_000);
    expect(await hold('D-1')).toMatchObject({ by: 'fairway', asks: ['chen'] });
    expect(await hold('D-2')).toMatchObject({ by: 'fairway' });
    await story.after('3s');
  });

  test('the cards say which journey and step, since when, and what takes it on; the owners are called', async () => {
    const card = story.message(/^shop 1\.1\.0 to staging: step \d of \d+: baking, held by fairway/);
    const said = story.reads(card);
    expect(said).toMatch(
      /The journey "buy" is red since 2026-11-18 10:\d\d UTC \(resume goes on, green or not\): red at 2 of 3 probes/,
    );
    expect(said).toMatch(/step 2 "pay" failed after 41 ms, answered 500/);
    expect(said).not.toMatch(/not blamed/);
    expect(story.offers(card)).toEqual(expect.arrayContaining(['resume', 'rollback']));
    const below = story.message(/^search 2\.1\.0 to staging: step .*held by fairway/);
    expect(story.reads(below)).toMatch(
      /The journey "buy" of shop, which stands on search, is red since/,
    );
    expect(story.thread(card).at(-1)).toMatch(
      /^chen: shop 1\.1\.0 to staging \(D-1\) is held and needs your decision: The journey "buy" is red/,
    );
    const ledger = await story.fairway.records.ledger('journey:shop:staging:buy');
    expect(ledger.map(({ body }) => body['what'])).toEqual(['turned-red']);
    expect(JSON.stringify(ledger)).toContain('"probe":"tokyo"');
  });

  test('who resumes one while it is red is not held for the same again', async () => {
    await story.types('bo', '/release resume D-2');
    await round();
    await round();
    expect(await hold('D-2')).toBeNull();
  });

  test('green again is said in both threads, and only a person takes on what is held', async () => {
    turn('green');
    await round();
    await story.after('3s');
    const [shop, search] = [
      /^shop 1\.1\.0 to staging: step/,
      /^search 2\.1\.0 to staging: step/,
    ].map((card) => story.thread(story.message(card)).at(-1));
    expect(shop).toMatch(
      /^chen: The journey "buy" is green again since 2026-.* UTC: it is still held, resume takes it on \(D-1\)/,
    );
    expect(search).toMatch(/^D-2: The journey "buy" is green again since/);
    const card = story.message(
      /^shop 1\.1\.0 to staging: step .*held by fairway \(The journey "buy" is green again/,
    );
    expect(story.offers(card)).toContain('resume');
    await story.types('ana', '/release resume D-1');
    await story.after('6m');
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
    story.message(/^search 2\.1\.0 to staging: succeeded/);
  });

  test('and then nobody walks any more', async () => {
    const before = rounds();
    await story.after('2m');
    expect(rounds()).toBe(before);
    expect(await story.fairway.records.redJourneys(10)).toEqual([]);
  });
});

describe('6.6 with onRed: stop', () => {
  const probes = createFakeProbes();
  const story = useStory({
    rules: (catalog) => walking(catalog, { onRed: 'stop' }),
    probes: { probes },
  });
  const { hold, turn } = watching(story, probes);

  test('its line is stopped as well, and says why', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    turn('red');
    await story.after('33s');
    expect(await hold('D-1')).toMatchObject({ by: 'fairway' });
    story.message(
      /^fairway stopped the line of shop in staging: the journey "buy" is red since .*step 2 "pay" failed/,
    );
    expect(await story.fairway.records.breakers()).toMatchObject([
      {
        service: 'shop',
        environment: 'staging',
        state: { kind: 'open', stop: { cause: 'journey' } },
      },
    ]);
  });

  test('a rollback passes all the same, and the thread still hears that it is green again', async () => {
    await story.types('ana', '/rollback shop in staging because "the journey is red"');
    await story.after('1m');
    story.message(/^Rolled back shop in staging from 1\.1\.0 to 1\.0\.0/);
    turn('green');
    for (let i = 0; i < 8; i += 1) await story.after('16s');
    const card = story.message(/^shop 1\.1\.0 to staging: failed/);
    expect(story.thread(card).at(-1)).toMatch(/The journey "buy" is green again since/);
  });
});

describe('6.6 what may be red before holds nothing that goes out meanwhile', () => {
  const probes = createFakeProbes();
  const story = useStory({
    rules: (catalog) => walking(catalog, { before: 'ignore' }),
    probes: { probes },
  });

  test('red from the start, it goes through', async () => {
    for (const name of PROBES) probes.find(name, 'red');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('6m');
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
    const ledger = await story.fairway.records.ledger('journey:shop:staging:buy');
    expect(ledger.map(({ body }) => body['what'])).toEqual(['turned-red']);
  });
});
