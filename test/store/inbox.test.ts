import { beforeEach, expect, test } from 'vitest';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Act } from '../../src/ports/inbox.ts';
import { createInbox } from '../../src/store/journal/inbox.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { noon } from './sample.ts';

const database = useDatabase();
const clock = fakeClock(noon);
const inbox = () => createInbox({ pool: database.pool, clock });

beforeEach(async () => {
  await database.pool.query('DELETE FROM inbox');
  clock.set(noon);
});

function act(id: string, more: Partial<Act> = {}): Act {
  return { id, kind: 'command', body: { text: 'shop' }, receivedAt: noon, ...more };
}

test('is put once, also when it comes ten times at once', async () => {
  const puts = await Promise.all(Array.from({ length: 10 }, () => inbox().put(act('a'))));
  expect(puts.filter(Boolean)).toHaveLength(1);
  expect(await inbox().put(act('a', { body: {} }))).toBe(false);
});

test('is taken by one worker, as it came, and again when that worker is silent', async () => {
  const given = act('b', { kind: 'action', body: { n: 1, deep: [{ ok: true }, null] } });
  await inbox().put(given);
  const taken = await Promise.all(Array.from({ length: 5 }, () => inbox().take(1_000)));
  expect(taken.filter((one) => one !== null)).toEqual([given]);
  clock.set(plus(noon, 1_000));
  expect(await inbox().take(1_000)).toEqual(given);
});

test('what strangers may send survives: NUL, lone surrogates, any key order', async () => {
  const body = { z: 'a\u0000b', a: '\ud800', '\u0000': 1 };
  await inbox().put(act('c', { body }));
  const taken = await inbox().take(1);
  expect(taken?.body).toEqual(body);
  expect(Object.keys(taken?.body ?? {})).toEqual(['z', 'a', '\u0000']);
});

test('done is done', async () => {
  await inbox().put(act('d'));
  await inbox().done('d');
  expect(await inbox().take(1)).toBeNull();
});

test('unfinished lists what is in nobody’s hands, in the order of turns', async () => {
  await inbox().put(act('young', { receivedAt: plus(noon, 5) }));
  await inbox().put(act('old', { receivedAt: plus(noon, -5) }));
  await inbox().put(act('done'));
  await inbox().done('done');
  await inbox().put({ ...act('held'), turn: 0 });
  expect(await inbox().take(1_000)).toMatchObject({ id: 'held' });
  expect(await inbox().unfinished(10)).toEqual(['old', 'young']);
  expect(await inbox().unfinished(1)).toEqual(['old']);
  clock.set(plus(noon, 1_000));
  expect(await inbox().unfinished(10)).toEqual(['held', 'old', 'young']);
});

test('prunes what was done long enough ago, and nothing unfinished', async () => {
  await inbox().put(act('done'));
  await inbox().put(act('open'));
  await inbox().done('done');
  clock.set(plus(noon, 1_000));
  expect(await inbox().prune(1_000)).toBe(0);
  expect(await inbox().prune(999)).toBe(1);
  expect(await inbox().put(act('open'))).toBe(false);
});

test('is taken by turns, not by when it came; what was put off is left until its time', async () => {
  for (const [id, turn] of [['flood 1', 10] as const, ['flood 2', 30] as const])
    await inbox().put({ ...act(id), turn });
  await inbox().put({ ...act('somebody else', { receivedAt: plus(noon, 5) }), turn: 20 });
  expect(await inbox().take(60_000)).toMatchObject({ id: 'flood 1' });
  await inbox().putOff('flood 1', 5_000);
  expect(await inbox().take(60_000)).toMatchObject({ id: 'somebody else' });
  await inbox().done('somebody else');
  expect(await inbox().unfinished(9)).toEqual(['flood 2']);
  clock.set(plus(noon, 5_000));
  expect(await inbox().take(60_000)).toMatchObject({ id: 'flood 1' });
});
