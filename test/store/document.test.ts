import { expect, test } from 'vitest';
import { plus } from '../../src/domain/kernel/time.ts';
import { createDocuments } from '../../src/store/journal/document.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { noon } from './sample.ts';

const DAY_MS = 24 * 3_600_000;
const database = useDatabase();
const clock = fakeClock(noon);
const documents = () => createDocuments({ pool: database.pool, clock });

test('of several who begin at once one does', async () => {
  const begun = await Promise.all([1, 2, 3, 4].map(() => documents().begin('act-1')));
  expect(begun.filter((one) => one)).toHaveLength(1);
  expect(await documents().find('act-1')).toBeNull();
});

test('once it is made its address is kept, and it is not begun again', async () => {
  await documents().made('act-1', 'https://acme.slack.com/docs/T1/F1');
  await documents().drop('act-1'); // what is there stays
  expect(await documents().find('act-1')).toBe('https://acme.slack.com/docs/T1/F1');
  expect(await documents().begin('act-1')).toBe(false);
});

test('what was not made, for sure, may be begun again; what is a day old is forgotten', async () => {
  expect(await documents().begin('act-2')).toBe(true);
  await documents().drop('act-2');
  expect(await documents().begin('act-2')).toBe(true);
  clock.set(plus(noon, DAY_MS + 1));
  expect(await documents().begin('act-3')).toBe(true);
  expect(await documents().find('act-1')).toBeNull();
});
