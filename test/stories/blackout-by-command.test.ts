import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

/** Wednesday 18 November 2026, 10:00 UTC; ana lives in Berlin. */
describe('an incident: somebody closes production, and another person opens it again', () => {
  const story = useStory();
  const search = { service: 'search', environment: 'production' };
  const serving = () => story.world.live(search).find((one) => one.percent === 100)?.version;

  test('closing takes a reason and an end', async () => {
    await story.types('ana', '/release blackout add production until 18:00');
    expect(story.told('ana').text).toMatch(/Why it is closed is missing/);
    await story.types('ana', '/release blackout add production because "INC-42"');
    expect(story.told('ana').text).toMatch(/Until when it is closed is missing/);
    await story.types('ana', '/release blackout add production for 40d because "INC-42"');
    expect(story.told('ana').text).toMatch(/within 31 days/);
    await story.types('ana', '/release blackout add produktion until 18:00 because "INC-42"');
    expect(story.told('ana').text).toMatch(/Did you mean production/);
    await story.types('eli', '/release blackout add production until 18:00 because "INC-42"');
    expect(story.told('eli').text).toMatch(/You can't steer deployments in production/);
    expect(await story.fairway.records.blackouts(null)).toEqual([]);
  });

  test('it is closed at once, in the zone of whoever says so, and the answer says who may open it', async () => {
    await story.types('ana', '/release blackout add production until 18:00 because "INC-42"');
    const { text } = story.told('ana');
    expect(text).toMatch(/production is closed until 2026-11-18 17:00:00 UTC/);
    expect(text).toMatch(/takes somebody else: .*bo/);
    expect(text).not.toMatch(/ana or|or ana/);
    await story.types('chen', '/release blackout list');
    expect(story.told('chen').text).toMatch(
      /production until 2026-11-18 17:00:00 UTC, ana: INC-42; may be ended by/,
    );
    await story.types('chen', '/release calendar 1d in production');
    expect(story.told('chen').text).toMatch(/blackout INC-42 \(everything in production\)/);
  });

  test('the channel hears of it, with who may end it', async () => {
    const notice = story.message(/^ana closed production/);
    expect(notice.text).toBe(
      'ana closed production until 2026-11-18 17:00:00 UTC: INC-42. Nothing new starts there; rollbacks go. It may be ended by bo or chen or dana.',
    );
    await story.presses('ana', 'blackout:end', notice);
    expect(story.told('ana').text).toMatch(/You made it, so somebody else has to end it/);
  });

  test('nothing new starts; the refusal says why and whom to ask', async () => {
    story.world.steady(search, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('20s');
    story.message(/^search 2\.1\.0 to staging: succeeded/);
    await story.types('ana', '/deploy search@2.1.0 to production');
    expect(story.told('ana').text).toMatch(
      /Not started: production is in blackout until 2026-11-18 17:00 UTC \(INC-42, owner ana\)/,
    );
    await story.presses('ana', 'start:wait');
    await story.presses('bo', 'approve');
    await story.after('2m');
    expect(serving()).not.toBe('2.1.0');
  });

  test('who made it cannot end it, nor one whose yes does not count there', async () => {
    await story.types('ana', '/release blackout end production');
    expect(story.told('ana').text).toMatch(/You made it, so somebody else has to end it/);
    await story.types('eli', '/release blackout end production');
    expect(story.told('eli').text).toMatch(/could not approve there/);
    await story.after('2m');
    expect(serving()).not.toBe('2.1.0');
  });

  test('another approver ends it, and what waited starts', async () => {
    await story.types('bo', '/release blackout end production because "INC-42 is over"');
    expect(story.told('bo').text).toMatch(/production is open again/);
    expect(story.texts()).toContain('bo opened production again: INC-42 is over.');
    await story.after('4m');
    story.message(/^search 2\.1\.0 to production: succeeded/);
    const ledger = await story.fairway.records.ledger('blackout:*:production');
    expect(ledger.map(({ body }) => [body['what'], body['by']])).toEqual([
      ['blackout-ended', 'bo'],
      ['blackout-added', 'ana'],
    ]);
    await story.types('bo', '/release blackout end production');
    expect(story.told('bo').text).toMatch(/No blackout made by a command is in force/);
    await story.types('bo', '/release blackout list production');
    expect(story.told('bo').text).toMatch(/^Closed by a command: nothing/);
  });

  test('one service alone; it ends by itself', async () => {
    await story.types(
      'bo',
      '/release blackout add shop in production for 1h because "stock count"',
    );
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    expect(story.told('ana').text).toMatch(/in blackout until .*stock count, owner bo/);
    await story.later('1h');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    expect(story.told('ana').text).toMatch(/Ready to deploy shop 1\.1\.0/);
  });
});
