import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const THERE = { service: 'shop', environment: 'staging' };

describe('4.5 what serves though no deployment put it there', () => {
  const story = useStory();
  const told = () => story.message(/no deployment put it there|^Over: what serves shop/);
  const ledger = async () => {
    const lines = await story.fairway.records.ledger('target:shop:staging');
    return lines.map(({ body }) => `${body['what']} by ${body['by']}`).toReversed();
  };

  test('what served before the first deployment from here is taken as found', async () => {
    await story.after('11m');
    expect(story.texts()).toEqual([]);
    expect(await ledger()).toEqual(['adopted by fairway']);
  });

  test('nor is anything said of a deployment, while it runs and after', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('12m');
    expect(story.message(/^shop 1\.1\.0 to staging/).text).toMatch(/succeeded/);
    expect(story.texts().filter((text) => /and no deployment/.test(text))).toEqual([]);
  });

  test('a version put there by hand is told once it was seen twice, to the owners, with the way back', async () => {
    story.world.replace(THERE, '1.0.0');
    await story.after('5m');
    expect(story.texts().filter((text) => /and no deployment/.test(text))).toEqual([]);
    await story.after('6m');
    expect(told().text).toBe(
      '1.0.0 serves shop in staging, and no deployment put it there. 1.1.0 is what the last deployment left. Adopt it, put the deployed version back, or explain it.',
    );
    expect(story.reads(told())).toContain('shop-owners');
    expect(story.offers(told())).toEqual(['deploy', 'adopt', 'explain-change']);
    await story.after('30m');
    expect(story.texts().filter((text) => /and no deployment/.test(text))).toHaveLength(1);
  });

  test('status says so too', async () => {
    await story.types('ana', '/release status shop in staging');
    expect(story.told('ana').text).toContain('1.0.0 serves, which no deployment put there');
  });

  test('an explanation is good for a day, then it is asked again in a message of its own', async () => {
    await story.presses('bo', 'explain-change');
    await story.submits('bo', { because: 'load test until noon' });
    await story.after('5s');
    expect(told().text).toContain('Explained by bo: load test until noon');
    await story.later('23h');
    await story.after('1s');
    expect(told().text).toContain('Explained by bo');
    await story.later('61m');
    await story.after('10m');
    expect(told().text).toContain('Adopt it, put the deployed version back, or explain it.');
    expect(story.texts().filter((text) => /and no deployment/.test(text))).toHaveLength(2);
  });

  test('a word about what served before does not count for what came since', async () => {
    const before = told();
    story.world.replace(THERE, '1.2.0-slow');
    await story.after('6m');
    expect(told().text).toMatch(/^1\.2\.0-slow serves shop/);
    await story.types(
      'ana',
      `/release adopt shop in staging found ${story.world.artifact('shop', '1.0.0').digest} because "mine"`,
    );
    expect(story.told('ana').text).toContain('has changed again');
    expect(before.ts).toBe(told().ts);
  });

  test('adopted, it counts as put there; the message keeps who said so', async () => {
    await story.presses('ana', 'adopt');
    await story.submits('ana', { because: 'hotfix by hand, INC-42' });
    await story.after('4s');
    expect(told().text).toContain('Adopted by ana: hotfix by hand, INC-42');
    expect(story.offers(told())).toEqual([]);
    await story.after('30m');
    expect(story.texts().filter((text) => /and no deployment/.test(text))).toHaveLength(2);
    expect(await ledger()).toEqual([
      'adopted by fairway',
      'found by fairway',
      'explained by bo',
      'found by fairway',
      'found by fairway',
      'adopted by ana',
    ]);
  });

  test('what goes away by itself is over, and there is nothing left to adopt', async () => {
    story.world.replace(THERE, '1.0.0');
    await story.after('11m');
    story.world.replace(THERE, '1.1.0');
    await story.after('6m');
    expect(told().text).toBe('Over: what serves shop in staging is what a deployment put there.');
    await story.types('ana', '/release adopt shop in staging because "mine"');
    expect(story.told('ana').text).toContain('Nothing unknown serves shop in staging');
  });

  test('put back is a deployment like any other', async () => {
    story.world.replace(THERE, '1.0.0');
    await story.after('6m'); // seen once, it brings back nothing that was told before
    expect(told().text).toMatch(/^Over/);
    await story.after('6m');
    await story.presses('ana', 'deploy', told());
    await story.after('2m');
    expect(story.message(/^shop 1\.1\.0 to staging/).text).toMatch(/succeeded/);
    await story.after('6m');
    expect(told().text).toMatch(/^Over/);
  });

  test('in production only who could let it in may adopt it', async () => {
    const place = { service: 'shop', environment: 'production' };
    story.world.replace(place, '1.1.0');
    await story.after('11m');
    await story.types('ana', '/release adopt shop in production because "mine"');
    expect(story.told('ana').text).toMatch(/You can't decide about shop in production/);
  });

  test('a provider that does not answer is not taken for one where nothing serves', async () => {
    const before = story.texts();
    story.world.replace(THERE, '1.0.0');
    story.world.fault({ call: 'observe', kind: 'throw-before', times: 1_000 });
    await story.after('30m');
    story.world.clearFaults();
    expect(story.texts()).toEqual(before);
  });
});
