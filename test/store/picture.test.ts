import { expect, test } from 'vitest';
import { plus } from '../../src/domain/kernel/time.ts';
import { createPictures } from '../../src/store/journal/picture.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { noon } from './sample.ts';

const database = useDatabase();
const clock = fakeClock(noon);
const pictures = () => createPictures({ pool: database.pool, clock });
const DAY = 86_400_000;

test('of two that were uploaded at once the first stays', async () => {
  clock.set(noon);
  const both = await Promise.all([pictures().keep('a', 'F1'), pictures().keep('a', 'F2')]);
  expect(new Set(both.map(({ file }) => file)).size).toBe(1);
  expect(await pictures().find('a')).toEqual(both[0]);
  expect(await pictures().find('b')).toBeNull();
});

test('what the chat has no more is uploaded anew', async () => {
  clock.set(noon);
  await pictures().keep('gone', 'F3');
  await pictures().forget('F3');
  expect(await pictures().find('gone')).toBeNull();
  expect(await pictures().keep('gone', 'F4')).toEqual({ file: 'F4', at: noon });
});

test('is kept for thirty days', async () => {
  clock.set(noon);
  await pictures().keep('old', 'F5');
  clock.set(plus(noon, 29 * DAY));
  expect(await pictures().find('old')).not.toBeNull();
  clock.set(plus(noon, 30 * DAY));
  expect(await pictures().find('old')).toBeNull();
  expect(await pictures().keep('old', 'F6')).toMatchObject({ file: 'F6' });
});
