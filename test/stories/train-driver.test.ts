import { describe, expect, test } from 'vitest';
import { direct, pressesDirect } from './direct.ts';
import { useStory } from './harness.ts';
import { ID, weeklyTrain } from './weekly-train.ts';

const weekly = weeklyTrain({ driver: 'dana', confirm: true });

/** It begins at 11:00 in Berlin, an hour before the cut-off. */
describe('5.5 a train with a driver who lets it depart', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, trains: [weekly] }) });
  const departure = () => story.fairway.records.departure(ID);
  const told = (who: string) => direct(story, who).filter(({ text }) => /weekly/.test(text));

  test('before the cut-off who has not marked and the driver are told once', async () => {
    story.world.steady({ service: 'search', environment: 'production' }, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('1m');
    await story.types('ana', '/release train join weekly search@2.1.0');
    expect(told('ana')).toEqual([]);
    await story.later('30m');
    await story.after('5m');
    expect(told('ana').map(({ text }) => text)).toEqual([
      expect.stringMatching(/^search 2\.1\.0 lacks your mark.*departs 2026-11-18 13:00:00 UTC/),
    ]);
    expect(told('dana').map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^You drive weekly to production.*search 2\.1\.0, not ready: ana.*1 of it would stay behind/,
      ),
    ]);
    await pressesDirect(story, 'ana', 'train:ready:search');
    await story.after('10s');
    expect((await departure())?.riders[0]?.ready).toEqual(['ana']);
    expect(told('ana')).toHaveLength(1);
    expect(told('dana')[0]?.text).toMatch(/search 2\.1\.0, ready.*All of it is ready/);
    await story.types('dana', '/release train go weekly');
    expect(story.told('dana').text).toMatch(/what rides is not known before its cut-off/);
  });

  test('from the cut-off on the driver is asked, and it leaves at no time without', async () => {
    await story.later('1h');
    await story.after('10s');
    expect(told('dana')).toHaveLength(2);
    expect(told('dana')[1]?.text).toMatch(/leaves only once one of its drivers says so/);
    await story.types('ana', '/release train go weekly');
    expect(story.told('ana').text).toMatch(
      /You can't let weekly depart.*dana drives it\. Ask one of them: dana; whoever/,
    );
    await story.later('80m');
    await story.after('10m');
    expect(await departure()).toMatchObject({ state: 'closed', go: null });
  });

  test('pressed, it departs at once', async () => {
    await pressesDirect(story, 'dana', 'train:go');
    await story.after('1m');
    expect(await departure()).toMatchObject({ state: 'under way', go: { by: 'dana' } });
    expect(told('dana')[1]?.text).toMatch(/It is under way/);
    expect(story.offers(told('dana')[1] ?? {})).toEqual([]);
    await story.types('dana', '/release train go weekly');
    expect(story.told('dana').text).toMatch(/No departure of weekly waits to leave/);
  });
});
