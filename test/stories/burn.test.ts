import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { type Story, useStory } from './harness.ts';

const staging = { service: 'shop', environment: 'staging' };

function promising(catalog: Catalog, onBurn: Objective['onBurn']): Catalog {
  const objectives = [Objective.parse({ target: 0.99, minRequests: 50, onBurn })];
  const services = catalog.services.map((one) => {
    const there = one.environments['staging'];
    if (one.name !== 'shop' || !there) return one;
    return { ...one, environments: { ...one.environments, staging: { ...there, objectives } } };
  });
  return { ...catalog, services };
}

/** Shop in staging promises the same, and half of it shows the new version for a while. */
function baking(catalog: Catalog): Catalog {
  const strategy = StrategyConfig.parse({
    kind: 'rolling',
    batches: [50],
    between: '90s',
    bake: '9s',
  });
  const promised = promising(catalog, 'rollback');
  const services = promised.services.map((one) => {
    const there = one.environments['staging'];
    if (one.name !== 'shop' || !there) return one;
    return { ...one, environments: { ...one.environments, staging: { ...there, strategy } } };
  });
  return { ...promised, services };
}

/** Long enough for several looks at what is served, and for what follows from them. */
async function looks(story: Story): Promise<void> {
  for (let n = 0; n < 8; n += 1) await story.after('16s');
}

/** Nothing judges in staging: one in twelve requests fails, where one in a hundred may. */
describe('6.1 a version that burns the error budget', () => {
  const story = useStory({ rules: (catalog) => promising(catalog, 'rollback') });

  test('that was verified is rolled back by rule, told with its numbers', async () => {
    story.world.steady(staging, 40);
    await story.after('40s');
    await story.types('ana', '/deploy shop@1.3.0-errors to staging');
    await looks(story);
    story.message(/^Rolled back shop in staging from 1\.3\.0-errors to 1\.0\.0/);
    const burns =
      /1\.3\.0-errors burns the error budget: availability 99 %: budget burns \d+(\.\d)?× over .* Rule: rollback-when-burning/;
    expect(story.texts()).toContainEqual(expect.stringMatching(burns));
    const ledger = await story.fairway.records.ledger('D-2');
    expect(ledger.map(({ body }) => body['evidence'])).toContainEqual(
      expect.objectContaining({ trigger: 'auto', why: expect.stringMatching(burns) }),
    );
    expect(story.world.live(staging).find((one) => one.percent === 100)?.version).toBe('1.0.0');
  });

  test('a healthy one stays', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await looks(story);
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
    expect(story.world.live(staging).find((one) => one.percent === 100)?.version).toBe('1.1.0');
  });
});

describe('6.6 all of a service burns while something runs there', () => {
  const story = useStory({ rules: baking });
  const hold = async () => (await story.fairway.records.deployment('D-1'))?.hold ?? null;
  const startOf = async (id: `D-${number}`) =>
    (await story.fairway.records.deployment(id))?.startedAt;

  test('what runs is held where it is within 30 seconds, and no version is blamed', async () => {
    story.world.steady(staging, 40);
    await story.after('40s');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('16s');
    expect(await hold()).toBeNull();
    story.world.behave('shop', '1.0.0', { errorRate: 0.9 });
    const from = story.now();
    for (let i = 0; i < 20 && !(await hold()); i += 1) await story.after('3s');
    expect(story.now() - from).toBeLessThanOrEqual(30_000);
    expect(await hold()).toMatchObject({ by: 'fairway', asks: ['chen'] });
    await story.after('3s');
    const card = story.message(
      /^shop 1\.1\.0 to staging: step 4 of 7: watching it at 50 %, held by fairway/,
    );
    expect(story.reads(card)).toMatch(
      /All of shop burns its budget: availability 99 %: budget burns .* \(page quick\)\s*;\s*it is held at 50 %/,
    );
    expect(story.thread(card).at(-1)).toMatch(/^chen: shop 1\.1\.0 to staging \(D-1\) is held/);
    expect(await story.fairway.records.breakers()).toEqual([]);
  });

  test('whoever resumes it is not held for the same again, and it goes through', async () => {
    await story.types('ana', '/release resume D-1');
    for (let n = 0; n < 8; n += 1) await story.after('16s');
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
  });

  test('what would start meanwhile waits, and says what passes', async () => {
    story.world.behave('shop', '1.3.0-errors', { errorRate: 0 });
    await story.types('ana', '/deploy shop@1.3.0-errors to staging');
    await story.after('20s');
    story.message(
      /Waiting for All of shop burns its budget: availability 99 %: more than 14\.4× over 5 min and 1 h \(page quick\); until that is over only a rollback, a fix \(--fixes INC-42\) and break-glass pass/,
    );
    expect(await startOf('D-2')).toBeNull();
  });

  test('a fix goes out once a second person approves it, and is not held', async () => {
    await story.types('ana', '/deploy shop@1.2.0-slow to staging --fixes D-1');
    await story.after('3s');
    story.message(/as the fix of D-1 it passes once a second person approves it/);
    await story.presses('chen', 'approve');
    for (let n = 0; n < 10 && !(await startOf('D-3')); n += 1) await story.after('3s');
    expect(await startOf('D-2')).toBeNull();
    for (let n = 0; n < 10; n += 1) await story.after('16s');
    story.message(/^shop 1\.2\.0-slow to staging: succeeded/);
  });

  test('what waited starts by itself when it is over', async () => {
    for (let n = 0; n < 40 && !(await startOf('D-2')); n += 1) await story.after('16s');
    for (let n = 0; n < 10; n += 1) await story.after('16s');
    story.message(/^shop 1\.3\.0-errors to staging: succeeded/);
  });
});

describe('6.1 with onBurn: stop', () => {
  const story = useStory({ rules: (catalog) => promising(catalog, 'stop') });

  test('the line stops, and nobody is rolled back', async () => {
    story.world.steady(staging, 40);
    await story.after('40s');
    await story.types('ana', '/deploy shop@1.3.0-errors to staging');
    await looks(story);
    story.message(
      /^fairway stopped the line of shop in staging: 1\.3\.0-errors burns the error budget.*\(D-1\)/,
    );
    expect(story.world.live(staging).find((one) => one.percent === 100)?.version).toBe(
      '1.3.0-errors',
    );
  });
});
