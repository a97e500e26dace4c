import { describe, expect, test } from 'vitest';
import { direct } from './direct.ts';
import { type Story, useStory } from './harness.ts';
import { ID, NEXT, weeklyTrain } from './weekly-train.ts';

const weekly = weeklyTrain();

async function builds(story: Story): Promise<void> {
  story.world.steady({ service: 'search', environment: 'production' }, 40);
  await story.types('ana', '/deploy search@2.1.0 to staging');
  await story.after('1m');
}

async function boards(story: Story): Promise<void> {
  await story.types('ana', '/release train join weekly search@2.1.0');
  await story.types('ana', '/release train ready weekly search');
  await story.after('5s'); // for the edit of the card
}

async function weeks(story: Story, n: number): Promise<void> {
  for (let day = 0; day < 7 * n; day += 1) await story.after('24h');
}

/** It begins on Wednesday 18 November 2026, 11:00 in Berlin. */
describe('5.5 a train is held from the card of its departure', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, trains: [weekly] }) });
  const departure = (id = ID) => story.fairway.records.departure(id);
  const card = () => story.message(/^Train weekly/);

  test('by whoever may, with a reason, decided when it is pressed', async () => {
    await builds(story);
    await boards(story);
    expect(story.offers(card())).toContain('train:hold');
    await story.presses('eli', 'train:hold');
    expect(story.reads(story.form('eli') ?? {})).toMatch(/Everybody who rides will read this/);
    await story.submits('eli', { because: 'I say so' });
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
    expect(await departure()).toMatchObject({ hold: null });
    await story.presses('chen', 'train:hold');
    await story.presses('dana', 'train:hold');
    await story.submits('dana', { because: 'the bank is down' });
    expect(story.told('dana').text).toMatch(/You hold weekly/);
    expect(await departure()).toMatchObject({ hold: { by: 'dana', why: 'the bank is down' } });
    await story.after('5s');
    expect(card().text).toMatch(/held by dana: the bank is down, boarding .*search 2\.1\.0: ready/);
    expect(story.offers(card())).toEqual(['train:release']);
  });

  test('who presses after somebody else is told who holds it', async () => {
    await story.submits('chen', { because: 'the tests fail' });
    expect(story.told('chen').text).toMatch(/dana holds weekly already: the bank is down/);
    expect(await departure()).toMatchObject({ hold: { by: 'dana' } });
  });

  test('let go from there by whoever may, and not twice', async () => {
    await story.presses('eli', 'train:release');
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
    await story.presses('dana', 'train:release');
    await story.after('5s');
    expect(await departure()).toMatchObject({ hold: null });
    expect(story.offers(card())).toEqual(['train:hold']);
    await story.types('dana', '/release train release weekly');
    expect(story.told('dana').text).toMatch(/weekly is not held/);
  });

  test('pressed on a card whose riders have left meanwhile, it holds nothing and says so', async () => {
    await story.later('1h');
    await story.after('10s');
    await story.presses('chen', 'train:hold');
    await story.after('2h');
    expect(await departure()).toMatchObject({ state: 'under way' });
    expect(story.offers(card())).not.toContain('train:hold');
    await story.submits('chen', { because: 'the tests fail' });
    expect(story.told('chen').text).toMatch(
      /That departure of weekly can't be held any more.*search 2\.1\.0 left as D-\d+.*\/release train hold weekly because/s,
    );
    expect(await departure()).toMatchObject({ hold: null });
    expect(await departure(NEXT)).toBeNull();
  });

  test('typed without a reason, the same form asks for it', async () => {
    await story.types('dana', '/release train hold weekly');
    await story.submits('dana', { because: 'until Monday' });
    expect(await departure()).toMatchObject({ hold: { by: 'dana', why: 'until Monday' } });
    await story.types('dana', '/release train hold weekly --of weekly@2026-01-01 because x');
    expect(story.told('dana').text).toMatch(/dana holds weekly already/);
    await story.types('dana', '/release train release weekly');
    await story.types('dana', '/release train hold weekly --of weekly@2026-01-01 because x');
    expect(story.told('dana').text).toMatch(/There is no departure weekly@2026-01-01 of weekly/);
  });
});

describe('a train that nobody rides is held for three weeks', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, trains: [weekly] }) });
  const cards = () => story.texts('bo').filter((text) => /^Train weekly/.test(text));

  test('one card says so all the time, and nothing else is posted', async () => {
    await builds(story);
    await story.types('dana', '/release train hold weekly because "the bank is down"');
    await story.after('5s');
    const before = story.texts('bo').length;
    await weeks(story, 3);
    expect(story.texts('bo')).toHaveLength(before);
    expect(cards()).toEqual([
      'Train weekly to production, held by dana: the bank is down, boarding (2026-12-09 13:00:00 UTC). Nobody rides.',
    ]);
    expect(story.thread(story.message(/^Train weekly/))).toEqual([
      'dana holds weekly: the bank is down',
    ]);
    for (const who of ['ana', 'dana']) {
      expect(direct(story, who).filter(({ text }) => /weekly/.test(text))).toEqual([]);
    }
  });

  test('who boards then is on that card, and it is let go from there', async () => {
    await boards(story);
    expect(cards()).toEqual([expect.stringMatching(/held by dana.*search 2\.1\.0: ready/)]);
    await story.presses('dana', 'train:release');
    await story.after('3h');
    await story.after('10m');
    expect(cards()).toEqual([expect.stringMatching(/under way .*search 2\.1\.0: left as D-2/)]);
    const words = story.thread(story.message(/^Train weekly/)).join('\n');
    expect(words).toMatch(
      /dana holds weekly: the bank is down.*ana put search 2\.1\.0 on weekly.*dana lets weekly go.*weekly departs with search 2\.1\.0/s,
    );
  });
});

describe('a train that somebody rides is held for three weeks', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, trains: [weekly] }) });
  const cards = () => story.texts('bo').filter((text) => /^Train weekly/.test(text));

  test('the card of those who missed it stays, and one more stands for the hold', async () => {
    await builds(story);
    await boards(story);
    await story.types('dana', '/release train hold weekly because "the bank is down"');
    await weeks(story, 1);
    expect(cards()).toHaveLength(2);
    const before = story.texts('bo').length;
    await weeks(story, 2);
    expect(story.texts('bo')).toHaveLength(before);
    expect(cards()).toEqual([
      expect.stringMatching(
        /it is over .*search 2\.1\.0: off: its departure was missed, since dana/,
      ),
      expect.stringMatching(/held by dana.*boarding \(2026-12-09 13:00:00 UTC\)\. Nobody rides/),
    ]);
    expect(story.offers(story.message(/^Train weekly.*Nobody rides/))).toEqual(['train:release']);
  });
});
