import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
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
