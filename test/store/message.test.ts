import { expect, test } from 'vitest';
import { plus } from '../../src/domain/kernel/time.ts';
import type { Wish } from '../../src/ports/messages.ts';
import { inTrace } from '../../src/ports/trace.ts';
import { createMessages } from '../../src/store/journal/message.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { noon } from './sample.ts';

const database = useDatabase();
const clock = fakeClock(noon);
const messages = () => createMessages({ pool: database.pool, clock });

function wish(key: string, revision: number, text = `revision ${revision}`): Wish {
  const content = { text, blocks: [{ type: 'section', text }] };
  return { key, channel: '#deploys', under: null, broadcast: false, content, revision };
}

test('the latest wish wins, whatever order wishes come in', async () => {
  await messages().want(wish('a', 2));
  await messages().want(wish('a', 1));
  expect(await messages().find('a')).toMatchObject({
    revision: 2,
    content: { text: 'revision 2' },
  });
  await messages().want(wish('a', 3));
  expect(await messages().take('a', 1_000)).toEqual({
    ...wish('a', 3),
    ts: null,
    begunUnder: null,
    sentRevision: null,
    doubtful: false,
    parked: null,
    mendable: false,
    attempts: 1,
    trace: null,
  });
});

test('the trace in which it was wished for goes with it, and a wish outside of any takes none away', async () => {
  const id = 'ab'.repeat(16);
  await inTrace({ id }, () => messages().want(wish('traced', 1)));
  await messages().want(wish('traced', 2));
  expect(await messages().find('traced')).toMatchObject({ trace: id, revision: 2 });
});

test('one writer at a time, until its hold has passed', async () => {
  clock.set(noon);
  await messages().want(wish('b', 1));
  const taken = await Promise.all([1, 2, 3].map(() => messages().take('b', 1_000)));
  expect(taken.filter((one) => one !== null)).toHaveLength(1);
  expect(await messages().due(100)).not.toContain('b');
  clock.set(plus(noon, 1_000));
  expect(await messages().due(100)).toContain('b');
  expect(await messages().take('b', 1_000)).toMatchObject({ attempts: 2 });
});

test('sent is not sent again, but a newer wish is, to the same ts', async () => {
  clock.set(noon);
  await messages().want(wish('c', 1));
  await messages().take('c', 1_000);
  await messages().sent('c', '1700.1', 1);
  expect(await messages().take('c', 1_000)).toBeNull();
  expect(await messages().take('never', 1_000)).toBeNull();
  await messages().want(wish('c', 2));
  expect(await messages().take('c', 1_000)).toMatchObject({ ts: '1700.1', sentRevision: 1 });
});

test('a wish that came while an older one was being sent is still due', async () => {
  clock.set(noon);
  await messages().want(wish('d', 1));
  await messages().take('d', 1_000);
  await messages().want(wish('d', 2));
  await messages().sent('d', '1700.2', 1);
  expect(await messages().due(100)).toContain('d');
});

test('a post begun and never answered is doubtful; only a sure refusal clears that', async () => {
  clock.set(noon);
  await messages().want(wish('e', 1));
  await messages().take('e', 1_000);
  await messages().begin('e', '1700.1');
  clock.set(plus(noon, 1_000)); // the worker died
  expect(await messages().take('e', 1_000)).toMatchObject({
    doubtful: true,
    begunUnder: '1700.1',
    ts: null,
  });
  await messages().later('e', plus(noon, 2_000), false);
  expect(await messages().find('e')).toMatchObject({ doubtful: true });
  await messages().later('e', plus(noon, 2_000), true);
  expect(await messages().find('e')).toMatchObject({ doubtful: false });
  await messages().begin('e', '1700.1');
  await messages().sent('e', '1700.3', 1);
  expect(await messages().find('e')).toMatchObject({ doubtful: false, ts: '1700.3', attempts: 0 });
  await messages().begin('e', '1700.1'); // an update of a message that is there is never doubtful
  expect(await messages().find('e')).toMatchObject({ doubtful: false });
});

test('later is later: not before its time, not even for a newer wish', async () => {
  clock.set(noon);
  await messages().want(wish('f', 1));
  await messages().take('f', 1_000);
  await messages().later('f', plus(noon, 30_000), true);
  await messages().want(wish('f', 2));
  expect(await messages().take('f', 1_000)).toBeNull();
  expect(await messages().due(100)).not.toContain('f');
  clock.set(plus(noon, 30_000));
  expect(await messages().take('f', 1_000)).toMatchObject({ revision: 2 });
});

test('parked is never sent by itself, and shown', async () => {
  clock.set(noon);
  await messages().want(wish('g', 1));
  await messages().take('g', 1_000);
  await messages().park('g', 'history cannot be read', null);
  await messages().want(wish('g', 2));
  clock.set(plus(noon, 60_000));
  expect(await messages().take('g', 1_000)).toBeNull();
  expect(await messages().due(100)).not.toContain('g');
  expect(await messages().parked(10)).toMatchObject([
    { key: 'g', parked: 'history cannot be read', revision: 2 },
  ]);
});

test('due is oldest first', async () => {
  await database.pool.query('DELETE FROM message');
  for (const [key, at] of [['late', 20] as const, ['early', 10] as const]) {
    clock.set(plus(noon, at));
    await messages().want(wish(key, 1));
  }
  clock.set(plus(noon, 20));
  expect(await messages().due(10)).toEqual(['early', 'late']);
  expect(await messages().due(1)).toEqual(['early']);
});

test('a reply waits for the one wished for before it; an edit and another thread do not', async () => {
  const reply = (key: string, under: string) => messages().want({ ...wish(key, 1), under });
  await reply('log:D-81:9:started', 'card:D-81');
  await reply('log:D-81:10:stepped', 'card:D-81');
  await reply('log:D-82:1:started', 'card:D-82');
  expect(await messages().take('log:D-81:10:stepped', 1_000)).toBeNull();
  expect(await messages().take('log:D-82:1:started', 1_000)).not.toBeNull();
  expect(await messages().take('log:D-81:9:started', 1_000)).not.toBeNull();
  await messages().sent('log:D-81:9:started', '1.1', 1);
  expect(await messages().take('log:D-81:10:stepped', 1_000)).not.toBeNull();
  await messages().park('log:D-81:10:stepped', 'archived', null);
  await reply('log:D-81:11:stepped', 'card:D-81');
  expect(await messages().take('log:D-81:11:stepped', 1_000)).not.toBeNull();
});

test('of a channel in trouble one message is tried at a time; the first that gets through brings the others', async () => {
  await database.pool.query('DELETE FROM message');
  clock.set(noon);
  for (const key of ['p1', 'p2', 'p3']) {
    await messages().want(wish(key, 1));
    await messages().take(key, 1_000);
    await messages().park(key, 'archived', 30_000, true);
  }
  await messages().want({ ...wish('elsewhere', 1), channel: '#other' });
  expect(await messages().due(9)).toEqual(['elsewhere']);
  clock.set(plus(noon, 30_000));
  const [, tried = ''] = await messages().due(9);
  expect(await messages().due(9)).toHaveLength(2);
  expect(await messages().take(tried, 1_000)).toMatchObject({ mendable: true, attempts: 2 });
  await messages().park(tried, 'archived', 60_000, true);
  clock.set(plus(noon, 60_000));
  expect(await messages().due(9)).toEqual(['elsewhere']);
  clock.set(plus(noon, 90_000));
  expect(await messages().take(tried, 1_000)).not.toBeNull();
  await messages().sent(tried, '1.1', 1);
  expect(await messages().find(tried)).toMatchObject({ parked: null, mendable: false });
  const others = ['p1', 'p2', 'p3'].filter((key) => key !== tried);
  for (const key of others) expect(await messages().take(key, 1_000)).not.toBeNull();
});

test('what nobody mended within a day stays parked', async () => {
  clock.set(noon);
  await messages().want(wish('old', 1));
  clock.set(plus(noon, 24 * 3_600_000));
  await messages().take('old', 1_000);
  await messages().park('old', 'archived', 30_000);
  expect(await messages().find('old')).toMatchObject({ parked: 'archived', mendable: false });
});

test('a reply waits also for one before it that is to be tried again', async () => {
  clock.set(noon);
  const reply = (key: string) => messages().want({ ...wish(key, 1), under: 'card:D-83' });
  await reply('log:D-83:1:started');
  await messages().park('log:D-83:1:started', 'archived', 30_000);
  await reply('log:D-83:2:stepped');
  expect(await messages().take('log:D-83:2:stepped', 1_000)).toBeNull();
});

test('a post that is gone is to be posted anew, once', async () => {
  clock.set(noon);
  await messages().want(wish('gone', 1));
  await messages().take('gone', 1_000);
  await messages().sent('gone', '1.5', 1);
  expect(await messages().lost('gone', '1.4')).toBe(false);
  expect(await messages().lost('gone', '1.5')).toBe(true);
  expect(await messages().take('gone', 1_000)).toMatchObject({ ts: null, sentRevision: null });
  await messages().sent('gone', '1.6', 1);
  expect(await messages().lost('gone', '1.6')).toBe(false);
});

test('a reply that waits for its card does not put the card off, not even while that waits for its pace', async () => {
  await database.pool.query('DELETE FROM message');
  clock.set(noon);
  await messages().want(wish('card:D-84', 1));
  await messages().want({ ...wish('ping:D-84:1:asked', 1), under: 'card:D-84' });
  await messages().park('card:D-84', 'token', 30_000, true);
  await messages().park('ping:D-84:1:asked', 'its card is not there', 30_000);
  clock.set(plus(noon, 30_000));
  await messages().later('card:D-84', plus(noon, 31_000), true);
  expect(await messages().due(9)).toEqual(['card:D-84']);
  await messages().park('ping:D-84:1:asked', 'its card is not there', 300_000);
  clock.set(plus(noon, 31_000));
  expect(await messages().take('card:D-84', 1_000)).not.toBeNull();
});

test('the message that heads a thread is found by the chat’s names for both', async () => {
  const posted = async (key: string, more: Partial<Wish>, ts: string) => {
    await messages().want({ ...wish(key, 1), channel: 'C1', ...more });
    await messages().take(key, 1_000);
    await messages().sent(key, ts, 1);
  };
  await posted('card:D-1', {}, '1800.1');
  await posted('log:D-1:1:started', { under: 'card:D-1' }, '1800.2');
  await posted('card:D-2', { channel: '#deploys' }, '1800.3');
  await posted('card:D-3', { channel: 'C1' }, '1800.3');
  expect(await messages().postedAs('1800.2', ['U1', 'C1'])).toEqual(['log:D-1:1:started']);
  expect(await messages().postedAs('1800.2', ['U1'])).toEqual([]);
  expect(await messages().heading('C1', '1800.1')).toBe('card:D-1');
  expect(await messages().heading('C2', '1800.1')).toBeNull();
  expect(await messages().heading('C1', '1800.2')).toBeNull();
  expect(await messages().heading('C2', '1800.3')).toBe('card:D-2');
  expect(await messages().heading('C1', '1800.3')).toBeNull();
});

test('whoever freezes during an edit holds it for seconds, during a first post for as long as asked', async () => {
  clock.set(noon);
  await messages().want(wish('edit', 1));
  await messages().take('edit', 90_000);
  clock.set(plus(noon, 89_999));
  expect(await messages().take('edit', 90_000)).toBeNull();
  await messages().sent('edit', '1700.9', 1);
  await messages().want(wish('edit', 2));
  expect(await messages().take('edit', 90_000)).not.toBeNull();
  clock.set(plus(noon, 89_999 + 11_999));
  expect(await messages().take('edit', 90_000)).toBeNull();
  clock.set(plus(noon, 89_999 + 12_000));
  expect(await messages().take('edit', 90_000)).toMatchObject({ ts: '1700.9', revision: 2 });
});
