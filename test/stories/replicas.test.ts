import { describe, expect, test } from 'vitest';
import type { Placement } from '../../src/domain/catalog/catalog.ts';
import { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { useStory } from './harness.ts';

describe('4.4 the replicas of a place, and a rehearsal before it', () => {
  let said: Partial<Placement> = {};
  let seen: number | undefined;
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      services: catalog.services.map((one) => {
        const there = one.environments['production'];
        if (one.name !== 'shop' || !there) return one;
        const production = { ...there, ...said };
        return { ...one, environments: { ...one.environments, production } };
      }),
    }),
    deployer: (world) => ({
      ...world,
      async observe(...asked) {
        const { live, staged } = await world.observe(...asked);
        return { staged, live: live.map((one) => ({ ...one, replicas: seen })) };
      },
    }),
  });
  const goesOutBy = (config: object, more: Partial<Placement>): void => {
    said = { strategy: StrategyConfig.parse(config), ...more };
  };
  const preview = async (more = ''): Promise<string> => {
    await story.types('ana', `/deploy shop@1.1.0 to production${more}`);
    return story.reads(story.told('ana'));
  };

  test('a strategy that cannot be made of them is refused, and the one it names goes out', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('20s');
    goesOutBy({ kind: 'blue-green' }, { replicas: 4, surge: 1 });
    await preview();
    expect(story.told('ana').text).toMatch(
      /blue-green does not fit production\. Blue-green runs 8 replicas at once, 4 of each version, and there is room for 5 \(4 and a surge of 1\)\. Write surge: 4; or choose --strategy rolling\./,
    );
    await preview(' --strategy rolling');
    expect(story.told('ana').text).toMatch(/^Ready to deploy shop 1\.1\.0/);
  });

  test('where as many serve as is said there is nothing to tell', async () => {
    seen = 4;
    expect(await preview(' --strategy rolling')).not.toContain('there now');
  });

  test('others than are said are told, and whether the strategy would fit those', async () => {
    seen = 3;
    expect(await preview(' --strategy rolling')).toContain(
      'production is said to have 4, but 3 serve there now.',
    );
    seen = 1;
    expect(await preview(' --strategy rolling')).toContain(
      'production is said to have 4, but 1 serves there now, and with that many rolling would not fit: its batches are made of whole replicas there, and 50 % of 1 is less than one.',
    );
  });

  test('where nobody says how many there are, those that serve are told only if they are too few', async () => {
    goesOutBy({ kind: 'rolling' }, {});
    expect(await preview()).toContain(
      'nobody says how many production has; 1 serves there now, and with that many rolling would not fit',
    );
    seen = 2;
    expect(await preview()).not.toContain('there now');
  });

  test('what staging could rehearse, how long it takes, and that there is room', async () => {
    seen = undefined;
    goesOutBy({ kind: 'blue-green' }, { replicas: 4, surge: 4 });
    expect(await preview()).toMatch(
      /blue-green is not rehearsed: staging goes out by rolling over 50 %\. With strategy: \{kind: as-in, environment: production\} staging would rehearse it in about .+; it has room now\./,
    );
    expect(await preview(' --strategy rolling')).not.toContain('is not rehearsed');
  });

  test('while its own deployment runs there: for how long', async () => {
    await story.types('ana', '/deploy shop@1.2.0-slow to staging');
    expect(await preview()).toMatch(/it is taken for about \d+ seconds more \(1 runs there\)\./);
    await story.after('20s');
    expect(await preview()).toContain('it has room now');
  });
});
