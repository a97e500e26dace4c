import { expect, test } from 'vitest';
import { createStore } from '../../src/store/change.ts';
import { createInbox } from '../../src/store/journal/inbox.ts';
import { createRecords } from '../../src/store/records.ts';
import { useDatabase } from './fixture.ts';
import { asked, noon, sample } from './sample.ts';

const database = useDatabase();
const target = { service: 'shop', environment: 'production' };

function open() {
  const made = { pool: database.pool, clock: 'database' } as const;
  return { store: createStore(made), inbox: createInbox(made), records: createRecords(made) };
}

test('D2.4 a change finishes the act that asked for it, and that act asks only once', async () => {
  const { store, inbox, records } = open();
  await inbox.put({ id: 'act-1', kind: 'command', body: {}, receivedAt: noon });
  const about = { target, cause: 'act-1' };
  const first = sample(await store.nextId());
  const again = sample(await store.nextId());
  expect(await store.change(about, () => asked(first))).toMatchObject({ kind: 'recorded' });
  // A worker that froze after its claim lapsed carries out the same act.
  expect(await store.change(about, () => asked(again))).toEqual({ kind: 'unchanged' });
  expect(await records.deployment(again.id)).toBeNull();
  expect(await inbox.unfinished(10)).toEqual([]);
  expect(await inbox.take(1_000)).toBeNull();
});

test('an act whose change was refused is still to be finished', async () => {
  const { store, inbox } = open();
  await inbox.put({ id: 'act-2', kind: 'command', body: {}, receivedAt: noon });
  expect(await store.change({ target, cause: 'act-2' }, () => null)).toEqual({ kind: 'unchanged' });
  expect(await inbox.unfinished(10)).toEqual(['act-2']);
});
