import { beforeAll, describe, expect, test } from 'vitest';
import { NO_TRAFFIC } from '../../src/domain/verdict/counters.ts';
import { useStory } from './harness.ts';

describe('5.7 Deployed, Baking, Verified', () => {
  const story = useStory({
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
  /** Requests a second that reach staging, whoever serves. */
  let perSecond = 100;
  let exposedAt = Number.POSITIVE_INFINITY;
  beforeAll(() => {
    const { provider } = story.world;
    const during = async (_: unknown, __: unknown, span: { from: number; to: number }) => {
      const rate = span.from >= exposedAt ? perSecond : 100;
      const requests = (rate * (span.to - span.from)) / 1_000;
      const buckets = [[100, requests] as const, [null, requests] as const];
      return new Map([['whoever', { ...NO_TRAFFIC, requests, buckets }]]);
    };
    const spans = { everyMs: 1_000, lateMs: 0, during, measure: async () => null };
    Object.assign(provider.metrics ?? {}, { spans });
  });

  test('half the throughput with green uptime is not Verified: the owners are asked', async () => {
    perSecond = 50;
    exposedAt = story.now();
    await story.types('ana', '/deploy shop@1.1.0 to staging');
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
    perSecond = 100;
    await story.types('ana', '/release abort D-1 because "half of them are gone"');
    await story.after('1m');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
  });
});
