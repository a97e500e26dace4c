import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { JudgeMode } from '../../src/domain/verdict/policy.ts';
import { useStory } from './harness.ts';

/** The example, but for what the judge of shop in production may do by itself. */
const judgedBy = (mode: JudgeMode) => (catalog: Catalog) => ({
  ...catalog,
  services: catalog.services.map((one) => {
    const place = one.environments['production'];
    if (one.name !== 'shop' || place?.strategy.kind !== 'canary') return one;
    const strategy = { ...place.strategy, mode };
    return { ...one, environments: { ...one.environments, production: { ...place, strategy } } };
  }),
});

/** A version that is slow, put before people in production. */
function useSlowOne(mode: JudgeMode) {
  const story = useStory({ rules: judgedBy(mode) });
  const begin = async (): Promise<void> => {
    story.world.steady({ service: 'shop', environment: 'production' }, 40);
    await story.types('ana', '/deploy shop@1.2.0-slow to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.2.0-slow to production because "search"');
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
  };
  const serving = () =>
    story.world
      .live({ service: 'shop', environment: 'production' })
      .filter(({ percent }) => percent > 0)
      .map(({ version, percent }) => `${version} ${percent} %`)
      .toSorted();
  const slow = () => story.fairway.records.deployment('D-2');
  return { story, begin, serving, slow };
}

describe('5.2 a judge that only pauses', () => {
  const { story, begin, serving, slow } = useSlowOne('pause');

  test('holds what it finds worse where it is, and asks the owners', async () => {
    await begin();
    await story.after('1m');
    expect(await slow()).toMatchObject({ status: 'running', hold: { by: 'fairway' } });
    expect(serving()).toEqual(['1.0.0 60 %', '1.2.0-slow 40 %']);
    const card = story.message(/^shop 1\.2\.0-slow to production: .*held by fairway/);
    expect(card.text).toMatch(/more than the 100 that trigger a pause/);
    expect(story.thread(card).at(-1)).toMatch(/^chen: .*needs your decision/);
    const health = story.message(/^Canary 40 % of shop: worse than 1\.0\.0/);
    expect(story.offers(health)).toEqual([]);
  });

  test('a verdict that has fallen is not looked at for longer', async () => {
    await story.types('chen', '/release resume D-2 for 10m');
    expect(story.told('chen').text).toMatch(/is not held for lack of a verdict/);
  });

  test('nothing goes back until one of them says so', async () => {
    await story.after('10m');
    expect(serving()).toEqual(['1.0.0 60 %', '1.2.0-slow 40 %']);
    await story.types('chen', '/release abort D-2 because "too slow"');
    await story.after('20s');
    expect(serving()).toEqual(['1.0.0 100 %']);
  });
});

describe('5.2 a judge that only observes', () => {
  const { story, begin, serving, slow } = useSlowOne('observe');

  test('says what it saw, and lets even what is worse go on', async () => {
    await begin();
    await story.after('3m');
    expect(await slow()).toMatchObject({ status: 'succeeded', rolledBackBy: null });
    expect(serving()).toEqual(['1.2.0-slow 100 %']);
    const card = story.message(/^shop 1\.2\.0-slow to production: succeeded/);
    expect(story.thread(card).join('\n')).toMatch(
      /Observed only, decided nothing: slower than p\d\d .*100 that trigger nothing, as this is only observed/,
    );
    story.message(/^Canary 70 % of shop: worse than 1\.0\.0/);
  });
});
