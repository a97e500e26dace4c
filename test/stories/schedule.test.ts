import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const search = { service: 'search', environment: 'production' };

/** It begins on Wednesday 18 November 2026, 11:00 in Berlin, where ana and bo live. */
describe('3.5 a deployment for a moment to come', () => {
  const story = useStory();
  const serving = () => story.world.live(search).find((one) => one.percent === 100)?.version;
  const pending = () =>
    story.fairway.records.deployments({ ...search, statuses: ['pending'], limit: 9 });

  test('it begins with a version that may go to production', async () => {
    story.world.steady(search, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('30s');
    story.message(/^search 2\.1\.0 to staging: succeeded/);
  });

  test('the preview says when, as it was written and in the reader’s zone', async () => {
    await story.types('ana', '/deploy search@2.1.0 to production at 14:30');
    const preview = story.told('ana');
    expect(preview.text).toMatch(/planned for 2026-11-18 14:30 Europe\/Berlin/);
    expect(preview.text).toMatch(
      /It asks bo \(14:30 Europe\/Berlin\), chen \(21:30 Asia\/Singapore\)/,
    );
    expect(JSON.stringify(preview.blocks)).toContain(
      String(Date.UTC(2026, 10, 18, 13, 30) / 1_000),
    );
    expect(await pending()).toEqual([]);
  });

  test('started, it waits for its approval and its time; a yes before it counts', async () => {
    await story.presses('ana', 'start');
    const card = story.message(/ana asks to put search 2\.1\.0 in production/);
    expect(card.text).toMatch(/planned for 2026-11-18 14:30 Europe\/Berlin/);
    await story.presses('bo', 'approve');
    await story.after('1m');
    expect(serving()).not.toBe('2.1.0');
    await story.types('ana', '/release why D-2');
    expect(story.told('ana').text).toMatch(
      /planned for 2026-11-18 14:30 .*Rule: schedule\. Earliest: 2026-11-18 13:30:00 UTC/,
    );
  });

  test('the calendar has it, between what is closed', async () => {
    await story.types('bo', '/release calendar');
    const { text, blocks } = story.told('bo');
    expect(text).toMatch(
      /planned start search 2\.1\.0 to production \(D-2\).*blackout index rebuild/,
    );
    expect(story.reads({ blocks })).toMatch(/planned start/);
  });

  test('it starts at its time and not before', async () => {
    await story.later('3h');
    await story.after('24m');
    expect(serving()).not.toBe('2.1.0');
    await story.after('6m');
    story.message(/^search 2\.1\.0 to production: succeeded/);
    const [d] = await story.fairway.records.deployments({ ...search, limit: 1 });
    const lateMs = (d?.startedAt ?? 0) - Date.UTC(2026, 10, 18, 13, 30);
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(2_000);
  });

  test.each([
    ['at 9:30', /09:30 is over for today in Europe\/Berlin\. Write "tomorrow 09:30"/],
    ['at 2026-11-01T10:00', /is over\. Name a moment that is still to come/],
    ['at 2027-03-28 02:30', /There is no 2027-03-28 02:30 in Europe\/Berlin/],
    ['at 2027-10-31 02:30', /2027-10-31 02:30 in Europe\/Berlin comes twice/],
    ['at soon', /"soon" is not a time I can read/],
    ['at +20m --replace', /"at" and --replace do not go together/],
    ['at +20m --break-glass', /"at" and --break-glass do not go together/],
  ])('%s is refused, and nothing is created', async (when, expected) => {
    await story.types('ana', `/deploy search@2.0.0 to production ${when}`);
    expect(story.told('ana').text).toMatch(expected);
    expect(await pending()).toEqual([]);
  });

  test('planned into a blackout it is refused, and may wait for the end of that', async () => {
    await story.types('ana', '/deploy search@2.2.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy search@2.2.0 to production at sun 03:30');
    const refusal = story.told('ana');
    expect(refusal.text).toMatch(/Not planned: production is in blackout then/);
    expect(story.offers(refusal)).toEqual(['start:wait', 'cancel']);
    expect(await pending()).toEqual([]);
  });
});

describe('3.5 a start that nobody was there for', () => {
  const story = useStory();
  const newest = async (environment: string) =>
    (await story.fairway.records.deployments({ service: 'search', environment, limit: 1 }))[0];

  test('up to a quarter of an hour late it starts', async () => {
    await story.types('ana', '/deploy search@2.1.0 to staging at +20m');
    expect(await newest('staging')).toMatchObject({ status: 'pending' });
    await story.later('34m');
    await story.after('30s');
    expect(await newest('staging')).toMatchObject({ status: 'succeeded' });
  });

  test('later it is closed as missed, and whoever asked is told what to type', async () => {
    await story.types('ana', '/deploy search@2.2.0 to staging at +20m');
    await story.later('37m');
    await story.after('30s');
    expect(await newest('staging')).toMatchObject({
      status: 'cancelled',
      outcome: { code: 'missed', by: 'fairway' },
    });
    const card = story.message(/^search 2\.2\.0 to staging: not started, missed/);
    const said = [...story.thread(card), ...story.texts('ana')].join('\n');
    expect(said).toMatch(/To ask again: \/deploy search@2\.2\.0 to staging --strategy rolling/);
  });

  test('what was only held by others when its time came is not missed', async () => {
    await story.types('chen', '/release lock search in staging because "disk is being moved"');
    await story.types('ana', '/deploy search@2.2.0 to staging at +20m');
    await story.after('21m');
    await story.later('40m');
    expect(await newest('staging')).toMatchObject({ status: 'pending' });
    await story.types('chen', '/release unlock search in staging');
    await story.after('1m');
    expect(await newest('staging')).toMatchObject({ status: 'succeeded' });
  });
});
