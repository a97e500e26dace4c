import { expect, test } from 'vitest';
import { laidBeside } from '../../src/domain/governance/calendar-copies.ts';
import {
  type CalendarFeed,
  looked,
  targetOfFeed,
} from '../../src/domain/governance/calendar-feed.ts';
import { closingsAt } from '../../src/domain/governance/closing.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createCalendarLooks } from '../../src/store/journal/calendar-look.ts';
import { createRecords } from '../../src/store/records.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { noon } from './sample.ts';

const database = useDatabase();
const clock = fakeClock(noon);
const open = () => {
  const made = { pool: database.pool, clock };
  return {
    store: createStore(made),
    records: createRecords(made),
    looks: createCalendarLooks(made),
  };
};
const feed: CalendarFeed = {
  name: 'company',
  url: 'https://calendar.example/company.ics',
  environments: ['production'],
  owner: 'platform',
  zone: 'UTC',
  every: 900_000,
};
const catalog = { blackouts: [], windows: [], feeds: [feed] };
const day = new Date(noon).toISOString().slice(0, 10).replaceAll('-', '');
const TEXT = `BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Close\nDTSTART;VALUE=DATE:${day}\nEND:VEVENT\nEND:VCALENDAR\n`;

async function read(text: string) {
  const { store, records } = open();
  const [state = null] = await records.calendarFeeds();
  const texts = await records.calendarCopies([state?.kept?.digest ?? '']);
  const at = { state, textOf: (digest: string) => texts.get(digest), now: noon };
  const look = laidBeside({ text, digest: `d${text.length}`, tags: null }, feed, at);
  const record = () =>
    store.change({ target: targetOfFeed(feed.name) }, ({ now }) => looked(state, feed, look, now));
  return { record };
}

test('each look goes to one of those who ask, and not again before its time', async () => {
  const { looks } = open();
  await looks.know(['company', 'finance']);
  await looks.know(['company']);
  const paces = new Map([['company', 60_000]]);
  const claimed = await Promise.all(Array.from({ length: 6 }, () => open().looks.claim(paces, 9)));
  expect(claimed.flat()).toEqual(['company']);
  clock.set(plus(noon, 59_000));
  expect(await looks.claim(paces, 9)).toEqual([]);
  clock.set(plus(noon, 60_000));
  expect(await looks.claim(paces, 9)).toEqual(['company']);
  clock.set(noon);
});

test('of two that read at once one is heard, and the other looks again', async () => {
  const [one, other] = [await read(TEXT), await read(TEXT)];
  const recorded = await Promise.all([one.record(), other.record()]);
  expect(recorded.map(({ kind }) => kind).toSorted()).toEqual(['recorded', 'unchanged']);
  const { records } = open();
  expect(await records.calendarFeeds()).toMatchObject([{ revision: 1, kept: { closings: 1 } }]);
  expect(await records.ledger('calendar:company')).toHaveLength(1);
});

test('the last good copy survives a restart, and closes for whoever starts anew', async () => {
  const { records } = open();
  const shop = { service: 'shop', environment: 'production' };
  const closures = await records.closures(catalog);
  expect(closingsAt(closures, shop, noon)).toMatchObject([{ name: 'company: Close' }]);
  expect(closures.feeds).toMatchObject([{ copies: [`d${TEXT.length}`] }]);
  expect(await records.closures(catalog)).toEqual(closures);
  const moved = { ...catalog, feeds: [{ ...feed, environments: ['staging'] }] };
  expect(closingsAt(await records.closures(moved), shop, noon)).toEqual([]);
});

test('no copy is ever written over', async () => {
  await (await read(TEXT.replace('Close', 'Another name'))).record();
  const { rows } = await database.pool.query('SELECT digest FROM calendar_copy ORDER BY digest');
  expect(rows).toHaveLength(2);
});
