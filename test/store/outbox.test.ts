import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import type { Target } from '../../src/domain/kernel/target.ts';
import { type Event, isOfDeployment } from '../../src/ports/event.ts';
import { createStore } from '../../src/store/change.ts';
import { createOutbox } from '../../src/store/journal/outbox.ts';
import { listeningLog, useDatabase } from './fixture.ts';
import { noon } from './sample.ts';

const database = useDatabase();
const shop = { service: 'shop', environment: 'production' };
const search = { service: 'search', environment: 'production' };

function open() {
  const log = listeningLog();
  const clock = 'database' as const;
  return { outbox: createOutbox({ pool: database.pool, clock, log }), log };
}

/** Records one event for each revision, each in a change of its own. */
async function happen(target: Target, ...revisions: readonly number[]): Promise<void> {
  const store = createStore({ pool: database.pool, clock: 'database' });
  for (const revision of revisions) {
    const event: Event = {
      ...target,
      type: 'stepped',
      id: 'D-1',
      revision,
      at: noon,
      by: 'fairway',
      note: 'a step',
      tell: ['ana'],
    };
    await store.change({ target }, () => ({ rows: [], ledger: [], events: [event] }));
  }
}

function revisionOf(event: Event): number {
  return isOfDeployment(event) ? event.revision : Number.NaN;
}

/** Hears events as `shop 1`. */
function listener(fails: (heard: string) => boolean = () => false) {
  const heard: string[] = [];
  async function tell(event: Event): Promise<void> {
    const one = `${event.service} ${revisionOf(event)}`;
    heard.push(one);
    if (fails(one)) throw new Error('no ear');
  }
  return { heard, tell };
}

beforeEach(async () => {
  await database.pool.query('DELETE FROM outbox');
});

test('events are told in order, whole, and once', async () => {
  const { outbox } = open();
  await happen(shop, 1, 2, 3);
  const seen: Event[] = [];
  expect(await outbox.drain(10, async (event) => void seen.push(event))).toBe(3);
  expect(seen.map(revisionOf)).toEqual([1, 2, 3]);
  expect(seen[0]).toEqual({
    ...shop,
    type: 'stepped',
    id: 'D-1',
    revision: 1,
    at: noon,
    by: 'fairway',
    note: 'a step',
    tell: ['ana'],
  });
  expect(await outbox.drain(10, async () => {})).toBe(0);
});

test('the limit holds and the rest comes next', async () => {
  const { outbox } = open();
  const { heard, tell } = listener();
  await happen(shop, 1, 2, 3);
  expect(await outbox.drain(2, tell)).toBe(2);
  expect(await outbox.drain(2, tell)).toBe(1);
  expect(heard).toEqual(['shop 1', 'shop 2', 'shop 3']);
});

test('an event that cannot be told holds back its target, and no other', async () => {
  const { outbox, log } = open();
  await happen(shop, 1, 2);
  await happen(search, 1, 2);
  let deaf = true;
  const { heard, tell } = listener((one) => deaf && one === 'shop 1');
  expect(await outbox.drain(10, tell)).toBe(2);
  expect(heard).toEqual(['shop 1', 'search 1', 'search 2']);
  expect(log.lines).toEqual(['event not told, kept']);
  deaf = false;
  expect(await outbox.drain(10, tell)).toBe(2);
  expect(heard.slice(3)).toEqual(['shop 1', 'shop 2']);
});

test('a target with more stuck events than the limit does not starve the others', async () => {
  const { outbox } = open();
  await happen(shop, 1, 2, 3, 4, 5);
  await happen(search, 1);
  const { heard, tell } = listener((one) => one.startsWith('shop'));
  expect(await outbox.drain(2, tell)).toBe(1);
  expect(heard).toEqual(['shop 1', 'search 1']);
});

test('one drains at a time; another gets 0 and does not wait', async () => {
  const { outbox } = open();
  await happen(shop, 1);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let telling = false;
  const first = outbox.drain(10, () => {
    telling = true;
    return held;
  });
  while (!telling) await sleep(5);
  expect(await open().outbox.drain(10, async () => {})).toBe(0);
  release();
  expect(await first).toBe(1);
  expect(await open().outbox.drain(10, async () => {})).toBe(0);
});

test('a drainer whose connection dies stops, and its event is told again', async () => {
  const { outbox } = open();
  await happen(shop, 1, 2);
  const heard: number[] = [];
  const dying = outbox.drain(10, async (event) => {
    heard.push(revisionOf(event));
    await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks
       WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await sleep(50);
  });
  await expect(dying).rejects.toThrow();
  expect(await outbox.drain(10, async (event) => void heard.push(revisionOf(event)))).toBe(2);
  expect(heard).toEqual([1, 1, 2]);
});

test('four drainers beside writers: each target in order, nothing lost, nothing doubled', async () => {
  const targets = Array.from({ length: 8 }, (_, i) => ({ ...shop, service: `s${i}` }));
  const revisions = Array.from({ length: 15 }, (_, i) => i + 1);
  let writing = true;
  const { heard, tell } = listener();
  const drainers = [1, 2, 3, 4].map(async () => {
    const { outbox } = open();
    while (writing || (await outbox.drain(7, tell)) > 0) await sleep(1);
  });
  await Promise.all(targets.map((target) => happen(target, ...revisions)));
  writing = false;
  await Promise.all(drainers);
  await open().outbox.drain(1_000, tell);
  for (const { service } of targets) {
    const mine = heard.filter((one) => one.startsWith(`${service} `));
    expect(mine).toEqual(revisions.map((n) => `${service} ${n}`));
  }
});

test('what was told a week ago is forgotten, what was not told never', async () => {
  const { outbox } = open();
  await happen(shop, 1, 2);
  await outbox.drain(1, async () => {});
  await database.pool.query('UPDATE outbox SET told_at = 1 WHERE told_at IS NOT NULL');
  await outbox.drain(1, async () => {});
  const { rows } = await database.pool.query("SELECT event->'revision' AS r FROM outbox");
  expect(rows).toEqual([{ r: 2 }]);
});
