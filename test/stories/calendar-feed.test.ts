import { describe, expect, test } from 'vitest';
import type { CalendarFeed } from '../../src/domain/governance/calendar-feed.ts';
import type { Fetched } from '../../src/ports/calendar-feeds.ts';
import { useStory } from './harness.ts';

const search = { service: 'search', environment: 'production' };
const company: CalendarFeed = {
  name: 'company',
  url: 'https://calendar.example/company.ics',
  environments: ['production'],
  owner: 'platform',
  zone: 'Europe/Berlin',
  every: 15 * 60_000,
};
const CLOSE =
  'BEGIN:VEVENT\nUID:1\nSUMMARY:Close\nDTSTART:20261118T100500Z\nDTEND:20261118T140000Z\nEND:VEVENT\n';
const calendarOf = (events: string): Fetched => ({
  kind: 'text',
  text: `BEGIN:VCALENDAR\n${events}END:VCALENDAR\n`,
  tags: null,
});
const away: Fetched = { kind: 'failed', why: 'calendar.example answered 503' };

describe('8.2 a calendar feed', () => {
  let answer: Fetched = away;
  let asked = 0;
  const story = useStory({
    rules: (catalog) => ({ ...catalog, feeds: [company] }),
    calendars: {
      fetch: async () => {
        asked += 1;
        return answer;
      },
    },
  });
  const started = async (id: 'D-3') =>
    (await story.fairway.records.ledger(id)).find(({ body }) => body['what'] === 'started')?.body;

  test('never read, it closes what it speaks of, says so, and names who can help', async () => {
    for (const what of ['search@2.1.0', 'search@2.2.0']) {
      await story.types('ana', `/deploy ${what} to staging`);
      await story.after('20s');
    }
    expect(story.message(/^Calendar company cannot be read/).text).toMatch(
      /\(calendar\.example answered 503\) and never could be.*It closes production; owner platform/,
    );
    await story.types('ana', '/deploy search@2.1.0 to production');
    const refusal = story.told('ana');
    expect(refusal.text).toMatch(
      /production is closed by a calendar that could not be read yet.*\(company, owner platform, calendar\.example answered 503\)/,
    );
    expect(story.offers(refusal)).toEqual(['start:wait', 'start:glass', 'cancel']);
    await story.types('ana', '/release blackout list');
    expect(story.told('ana').text).toMatch(
      /Calendar company could not be read yet, so production is closed: calendar\.example answered 503; platform can mend it/,
    );
  });

  test('read, it closes what it says, and the deployment says by which copy it was let through', async () => {
    answer = calendarOf('');
    story.world.steady(search, 40);
    await story.types('ana', '/deploy search@2.1.0 to production');
    await story.presses('ana', 'start:wait');
    await story.presses('bo', 'approve');
    await story.after('3m');
    story.message(/^Calendar company can be read again/);
    story.message(/^search 2\.1\.0 to production: succeeded/);
    const { ledger } = story.fairway.records;
    const read = (await ledger('calendar:company')).find(
      ({ body }) => body['what'] === 'read',
    )?.body;
    const { digest } = (read?.['evidence'] ?? { digest: '' }) as { digest: string };
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect((await started('D-3'))?.['evidence']).toMatchObject({
      calendars: [`company@sha256:${digest}`],
    });
    expect((await story.fairway.records.calendarCopies([digest])).get(digest)).toMatch(
      /^BEGIN:VCALENDAR/,
    );
  });

  test('a new closing holds at once, in the request, the preview of a moment and the calendar', async () => {
    answer = calendarOf(CLOSE);
    await story.after('16m');
    expect(story.message(/^Calendar company changed/).text).toMatch(/it closes company: Close/);
    await story.types('ana', '/deploy search@2.2.0 to production');
    expect(story.told('ana').text).toMatch(
      /production is in blackout until 2026-11-18 14:00 UTC \(company: Close, owner platform\)/,
    );
    await story.types('ana', '/release can ana deploy search production --as-of "13:00 UTC"');
    expect(story.told('ana').text).toMatch(/company: Close/);
    await story.types('ana', '/release calendar 1d in production');
    expect(story.told('ana').text).toMatch(
      /blackout company: Close \(everything in production\).*Calendar company as of 2026-11-18 10:\d\d:\d\d UTC\./,
    );
  });

  test('failing, it keeps the last good copy and says so once, with since when', async () => {
    answer = away;
    await story.after('16m');
    await story.after('2m');
    const all = story.texts().filter((text) => /^Calendar company cannot be read/.test(text));
    expect(all).toHaveLength(2);
    expect(all[1]).toMatch(/its copy as of .* stays in force/);
    await story.types('ana', '/release calendar 1d in production');
    expect(story.told('ana').text).toMatch(
      /blackout company: Close.*Calendar company as of .*: calendar\.example answered 503\./,
    );
    await story.after('30m');
    expect(story.texts().filter((text) => /cannot be read/.test(text))).toHaveLength(2);
  });

  test('what it closes no more stays closed for a quarter of an hour, which everybody is told', async () => {
    answer = calendarOf('');
    await story.after('16m');
    expect(story.message(/^Calendar company will close less/).text).toMatch(
      /it opens company: Close\..*Until then it stays closed.*\/release blackout add/,
    );
    await story.types('ana', '/deploy search@2.2.0 to production');
    expect(story.told('ana').text).toMatch(/in blackout until/);
    await story.after('16m');
    expect(story.message(/^Calendar company changed/).text).toMatch(/it opens company: Close/);
    await story.types('ana', '/deploy search@2.2.0 to production');
    expect(story.told('ana').text).toMatch(/Ready to deploy search 2\.2\.0/);
    await story.types('ana', '/release changed 3h');
    expect(story.told('ana').text).toMatch(/calendar company is about to close less/);
  });

  test('each look is one: it is not asked more often than it says', () => {
    expect(asked).toBeLessThan(20);
  });
});
