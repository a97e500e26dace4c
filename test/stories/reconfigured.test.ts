import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const THERE = { service: 'shop', environment: 'staging' };

describe('4.5 a configuration that no deployment put there', () => {
  const story = useStory();
  const told = () =>
    story.message(/^\S+ serves shop in staging with another|^Over: what serves shop/);
  const tellings = () =>
    story.texts().filter((text) => /serves shop in staging with another/.test(text));
  /** One pause is one look. */
  const looksTwice = async () => {
    await story.after('6m');
    await story.after('6m');
  };
  const ledger = async () => {
    const lines = await story.fairway.records.ledger('target:shop:staging');
    return lines.map(({ body }) => `${body['what']} by ${body['by']}`).toReversed();
  };

  test('the deployment that is over has it remembered, and nothing is said of it', async () => {
    story.world.configure(THERE, 'env:1f0c');
    await story.after('11m');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30m');
    const [last] = await story.fairway.records.deployments({ limit: 1 });
    expect(last).toMatchObject({ status: 'succeeded', ranWith: 'env:1f0c' });
    expect(tellings()).toEqual([]);
  });

  test('changed by hand it is told once it was seen twice, with no way back that would be none', async () => {
    story.world.configure(THERE, 'env:77aa');
    await story.after('5m');
    expect(tellings()).toEqual([]);
    await story.after('6m');
    expect(told().text).toBe(
      '1.1.0 serves shop in staging with another configuration than it was put there with. Adopt it, put it back where it is kept, or explain it.',
    );
    expect(story.reads(told())).toMatch(/env:77aa[\s\S]*env:1f0c[\s\S]*shop-owners/);
    expect(story.offers(told())).toEqual(['adopt', 'explain-change']);
    await story.types('ana', '/release status shop in staging');
    expect(story.told('ana').text).toContain(
      'but 1.1.0 runs with another configuration than it was put there with',
    );
    await story.after('30m');
    expect(tellings()).toHaveLength(1);
  });

  test('a word about one configuration does not count for the next', async () => {
    story.world.configure(THERE, 'env:88bb');
    await story.after('6m');
    await story.types('ana', '/release adopt shop in staging found env:77aa because "mine"');
    expect(story.told('ana').text).toContain('has changed again');
    expect(story.reads(told())).toContain('env:88bb');
  });

  test('adopted, it counts as put there, and so does what the deployment left', async () => {
    await story.presses('ana', 'adopt');
    await story.submits('ana', { because: 'more memory, INC-42' });
    await story.after('4s');
    expect(told().text).toContain('Adopted by ana: more memory, INC-42');
    story.world.configure(THERE, 'env:1f0c');
    await looksTwice();
    story.world.configure(THERE, 'env:88bb');
    await looksTwice();
    expect(tellings()).toHaveLength(1);
  });

  test('put back by hand it is over', async () => {
    story.world.configure(THERE, 'env:99cc');
    await looksTwice();
    expect(told().text).toContain('Adopt it, put it back where it is kept, or explain it.');
    story.world.configure(THERE, 'env:88bb');
    await story.after('6m');
    expect(told().text).toMatch(/^Over/);
    expect(await ledger()).toEqual([
      'adopted by fairway',
      'found by fairway',
      'found by fairway',
      'adopted by ana',
      'found by fairway',
      'known again by fairway',
    ]);
  });

  test('the next deployment is what counts from then on', async () => {
    await story.types('ana', '/deploy shop@1.0.0 to staging');
    await story.after('30m');
    const before = tellings().length;
    story.world.configure(THERE, 'env:1f0c');
    await looksTwice();
    expect(tellings()).toHaveLength(before + 1);
    expect(told().text).toMatch(/^1\.0\.0 serves shop in staging with another configuration/);
  });
});
