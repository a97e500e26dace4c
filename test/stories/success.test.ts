import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

describe('5.7 Deployed, Baking, Verified', () => {
  const staging = { service: 'shop', environment: 'staging' };
  const story = useStory({
    remembers: true,
    rules: (catalog) => ({
      ...catalog,
      services: catalog.services.map((one) => {
        const place = one.environments['staging'];
        if (one.name !== 'shop' || !place) return one;
        const success = {
          baseline: 'before',
          minThroughput: 0.8,
          metrics: {},
          otherwise: 'ask',
        } as const;
        const judged = { ...place, criteria: { ...place.criteria, success } };
        return { ...one, environments: { ...one.environments, staging: judged } };
      }),
    }),
  });
  test('half the throughput with green uptime is not Verified: the owners are asked', async () => {
    story.world.steady(staging, 100);
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    story.world.steady(staging, 50);
    await story.after('30s');
    story.message(
      /^shop 1\.1\.0 to staging: .*1\.1\.0 is not Verified: throughput 50 a second outside at least 80/,
    );
    story.message(/100 a second/);
  });

  test('the comparison is computed again from both times, and held against the ledger', async () => {
    await story.types('ana', '/release show D-1 evidence');
    expect(story.told('ana').text).toMatch(
      /Compared at 100 % with how the service did: throughput 50 a second outside .*\. Computed again: fail, as D-1#\d+ recorded at /,
    );
    const [kept] = await story.fairway.records.samples('D-1');
    expect(kept?.sample).toMatchObject({ kind: 'compared', baseline: 'before' });
  });

  test('as much as before is', async () => {
    await story.types('ana', '/release abort D-1 because "half of them are gone"');
    await story.after('1m');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
  });
});
