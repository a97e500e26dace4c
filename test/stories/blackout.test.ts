import { describe, expect, test } from 'vitest';
import { ReleaseWindow } from '../../src/domain/governance/window.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { useStory } from './harness.ts';

/** Sunday 22 November 2026, 02:30 in Berlin: half an hour before search closes for an hour. */
const HALF_PAST_TWO = instant(Date.UTC(2026, 10, 22, 1, 30));
const search = { service: 'search', environment: 'production' };

describe('a blackout: nothing new starts, and going back is never held', () => {
  const story = useStory({ start: HALF_PAST_TWO });
  const serving = () => story.world.live(search).find((one) => one.percent === 100)?.version;

  test('before it, the release goes through', async () => {
    story.world.steady(search, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy search@2.1.0 to production');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    await story.after('2m');
    expect(serving()).toBe('2.1.0');
  });

  test('within it, a request is refused with its end, its owner and two ways on', async () => {
    await story.later('30m');
    await story.types('ana', '/deploy search@2.2.0 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy search@2.2.0 to production');
    const refusal = story.told('ana');
    expect(refusal.text).toMatch(
      /Not started: production is in blackout until .*03:00 UTC \(index rebuild, owner platform\)/,
    );
    expect(refusal.text).toMatch(/platform/);
    expect(story.offers(refusal)).toEqual(['start:wait', 'start:glass', 'cancel']);
    expect(
      await story.fairway.records.deployments({ ...search, statuses: ['pending'], limit: 9 }),
    ).toEqual([]);
  });

  test('waiting for its end creates it; it starts by itself when the blackout is over', async () => {
    await story.presses('ana', 'start:wait');
    const card = story.message(/ana asks to put search 2\.2\.0 in production/);
    expect(card.text).toMatch(/blackout \(index rebuild\), over 45 minutes left/);
    expect(story.reads(card)).toMatch(
      /blackout \(index rebuild\)\s+until\s+2026[^,]*, over 45 minutes left/,
    );
    await story.presses('bo', 'approve');
    await story.after('1m');
    expect(serving()).toBe('2.1.0');
    await story.types('ana', '/release why D-4');
    expect(story.told('ana').text).toMatch(/index rebuild.*Rule: blackout.*platform/);
    await story.later('48m');
    story.message(/ana asks to put search 2\.2\.0 in production.*rebuild\), over 5 minutes left/);
    await story.later('8m');
    expect(serving()).toBe('2.1.0');
    await story.after('5m');
    story.message(/^search 2\.2\.0 to production: succeeded/);
    expect(serving()).toBe('2.2.0');
  });

  test('cancelling a refusal leaves nothing', async () => {
    await story.later('167h');
    await story.types('ana', '/deploy search@2.3.0 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy search@2.3.0 to production');
    await story.presses('ana', 'cancel');
    expect(story.texts('ana').at(-1)).toBe('Nothing was started.');
  });

  test('a rollback in the middle of it goes through', async () => {
    await story.types('ana', '/rollback search in production because "wrong hits"');
    await story.after('30s');
    story.message(/^Rolled back search in production from 2\.2\.0 to 2\.1\.0/);
    expect(serving()).toBe('2.1.0');
  });
});

/** Wednesday 18 November 2026, 10:00 UTC; production opens at noon, for an hour. */
describe('outside the release windows nothing new starts, and going back is never held', () => {
  const noon = ReleaseWindow.parse({
    name: 'lunch',
    environments: ['production'],
    owner: 'platform',
    zone: 'UTC',
    from: '2026-01-05T12:00',
    for: '1h',
    repeat: 'FREQ=DAILY',
  });
  const story = useStory({ rules: (catalog) => ({ ...catalog, windows: [noon] }) });
  const serving = () => story.world.live(search).find((one) => one.percent === 100)?.version;

  test('a request is refused with the moment it opens; elsewhere it is open', async () => {
    story.world.steady(search, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('20s');
    story.message(/^search 2\.1\.0 to staging: succeeded/);
    await story.types('ana', '/deploy search@2.1.0 to production');
    const refusal = story.told('ana');
    expect(refusal.text).toMatch(
      /Not started: production is outside its release windows until 2026-11-18 12:00 UTC \(lunch, owner platform\)/,
    );
    expect(story.offers(refusal)).toEqual(['start:wait', 'start:glass', 'cancel']);
  });

  test('planned for a time outside it is refused, for one inside it is not', async () => {
    await story.types('ana', '/deploy search@2.1.0 to production at 15:00 UTC');
    expect(story.told('ana').text).toMatch(
      /Not planned: production is outside its release windows then/,
    );
    await story.types('ana', '/deploy search@2.1.0 to production at 12:15 UTC');
    expect(story.told('ana').text).toMatch(/Ready to deploy search 2\.1\.0/);
    await story.presses('ana', 'cancel');
  });

  test('the calendar tells what is closed, open and planned', async () => {
    await story.types('ana', '/release calendar 30h in production');
    const { text } = story.told('ana');
    expect(text).toMatch(/^Calendar of production, the next 1 da/);
    expect(text).toMatch(
      /release window lunch \(everything in production\) 2026-11-18 12:00:00 UTC to 2026-11-18 13:00:00 UTC/,
    );
    expect(text.match(/release window lunch/g)).toHaveLength(2);
    await story.types('ana', '/release calendar 7d in staging');
    expect(story.told('ana').text).toMatch(/nothing is closed, and nothing is planned/);
    await story.types('ana', '/release calendar 1y');
    expect(story.told('ana').text).toMatch(/"1y" is not a length of time up to 92 days/);
  });

  test('waiting, it starts by itself when the window opens', async () => {
    await story.types('ana', '/deploy search@2.1.0 to production');
    await story.presses('ana', 'start:wait');
    await story.presses('bo', 'approve');
    await story.later('118m');
    expect(serving()).not.toBe('2.1.0');
    await story.after('4m');
    story.message(/^search 2\.1\.0 to production: succeeded/);
  });

  test('a rollback outside of it goes through', async () => {
    await story.later('2h');
    await story.types('ana', '/rollback search in production because "wrong hits"');
    await story.after('30s');
    story.message(/^Rolled back search in production/);
  });
});
