import { describe, expect, test } from 'vitest';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { useStory } from './harness.ts';

const staging = { service: 'shop', environment: 'staging' };
const objectives = [Objective.parse({ target: 0.9, minRequests: 50 })];

describe('6.1 a budget that is spent too fast, and too slowly to hold anything', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      services: catalog.services.map((one) => {
        const there = one.environments['staging'];
        if (one.name !== 'shop' || !there) return one;
        return { ...one, environments: { ...one.environments, staging: { ...there, objectives } } };
      }),
    }),
  });
  const told = () => story.texts().filter((one) => /error budget (faster|again)/.test(one));
  const hours = async (n: number) => {
    for (let i = 0; i < n; i += 1) await story.later('60m');
  };

  test('for less than two hours nothing is said', async () => {
    story.world.steady(staging, 4);
    story.world.behave('shop', '1.0.0', { errorRate: 0.45 });
    await story.later('16s');
    await hours(1);
    expect(told()).toEqual([]);
  });

  test('then its owners hear of it once, with the pace and the budget, and what runs goes on', async () => {
    await hours(2);
    expect(told()).toEqual([
      expect.stringMatching(
        /^shop in staging spends its error budget faster than it may: availability 90 %: budget burns 4\.\d× over 2 h and 4\.\d× over 1 d, more than 3× \(ticket quick\)\. Nothing is held for it; chen should find out why\. availability 90 %: \d+ % of the error budget of 30 days is spent .*, all of it about 20/,
      ),
    ]);
    const message = story.message(/spends its error budget/);
    expect(story.reads(message)).toMatch(/U0CHEN0001/);
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
  });

  test('and the same message says that it is over', async () => {
    await hours(12);
    story.message(
      /^shop in staging keeps to its error budget again\. It spent it too fast from 20/,
    );
    expect(told()).toHaveLength(1);
  });
});
