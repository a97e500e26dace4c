import { describe, expect, test } from 'vitest';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { useStory } from './harness.ts';

const staging = { service: 'shop', environment: 'staging' };
const objective = Objective.parse({ target: 0.99, period: '1d', minRequests: 50 });

describe('6.1 the error budget is spent: nothing new goes there, a fix and going back do', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      services: catalog.services.map((one) => {
        const there = one.environments['staging'];
        if (one.name !== 'shop' || !there) return one;
        return { ...one, environments: { ...one.environments, staging: { ...there, objective } } };
      }),
    }),
  });
  const serving = () => story.world.live(staging).find((one) => one.percent === 100)?.version;

  test('while some is left it goes through', async () => {
    story.world.steady(staging, 40);
    await story.after('1m');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    expect(serving()).toBe('1.1.0');
  });

  test('spent by what serves, the next one waits with the numbers and an earliest time', async () => {
    await story.later('65m');
    story.world.behave('shop', '1.1.0', { errorRate: 0.9 });
    for (let n = 0; n < 40; n += 1) await story.later('30s');
    await story.types('ana', '/deploy shop@1.2.0-slow to staging');
    await story.after('20s');
    expect(serving()).toBe('1.1.0');
    await story.types('ana', '/release why D-2');
    expect(story.told('ana').text).toMatch(
      /availability 99 %: \d+ % of the error budget of 1 day is spent \([\d,]+ of [\d,]+ requests failed.*Rule: budget/,
    );
    await story.types('ana', '/release calendar in staging');
    expect(story.told('ana').text).toMatch(
      /blackout availability 99 %: \d+ % of the error budget of 1 day is spent.*\(shop in staging\)/,
    );
  });

  test('a fix passes once a second person approves it', async () => {
    await story.types('ana', '/release abort D-2');
    await story.types('ana', '/deploy shop@1.0.0 to staging --fixes INC-42');
    await story.after('20s');
    story.message(/shop 1\.0\.0 .*as the fix of INC-42 it passes once a second person approves it/);
    await story.presses('chen', 'approve');
    await story.after('40s');
    expect(serving()).toBe('1.0.0');
  });

  test('and a rollback asks no gate at all', async () => {
    await story.types('bo', '/rollback shop in staging because "worse"');
    await story.after('20s');
    expect(serving()).toBe('1.1.0');
  });
});
