import { beforeEach, expect, test } from 'vitest';
import { resolve } from '../../src/domain/incident/command.ts';
import type { Incident } from '../../src/domain/incident/incident.ts';
import { joinFor, openFor } from '../../src/domain/incident/tell.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createRecords } from '../../src/store/records.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { noon } from './sample.ts';

const database = useDatabase();
const open = () => {
  const made = { pool: database.pool, clock: fakeClock(noon) };
  return { store: createStore(made), records: createRecords(made) };
};
const shop = { service: 'shop', environment: 'production' };
const search = { service: 'search', environment: 'production' };

function telling(place: typeof shop, ref: string, fingerprint = 'a') {
  const alert = {
    source: 'alerts',
    fingerprint,
    name: 'HighErrorRate',
    summary: null,
    severity: 'error',
    ...place,
    labels: {},
    startedAt: noon,
    endedAt: null,
    url: null,
  } as const;
  return { place, reference: { source: 'alerts', ref, url: null }, alerts: [alert] };
}

beforeEach(async () => {
  await database.pool.query('DELETE FROM incident');
});

async function tell(place: typeof shop, ref: string): Promise<string> {
  const { store } = open();
  const id = await store.nextIncidentId();
  const made = { id, channel: null };
  return (
    await store.change({ target: place }, ({ now }) => openFor(telling(place, ref), made, now))
  ).kind;
}

async function only(): Promise<Incident> {
  const [i] = await open().records.incidents({ open: true, limit: 9 });
  if (!i) throw new Error('nothing is open');
  return i;
}

test('of many who hear of one trouble at once one opens an incident', async () => {
  const told = await Promise.all(Array.from({ length: 8 }, (_, n) => tell(shop, `group-${n}`)));
  expect(told.filter((kind) => kind === 'recorded')).toHaveLength(1);
  expect(told.filter((kind) => kind === 'unchanged')).toHaveLength(7);
  const i = await only();
  expect(await open().records.incident(i.id)).toEqual(i);
  expect(await open().records.ledger(i.id)).toMatchObject([{ body: { what: 'opened' } }]);
});

test('one name of the source opens one incident, whichever service it names first', async () => {
  const told = await Promise.all([tell(shop, 'same'), tell(search, 'same')]);
  expect(told.toSorted()).toEqual(['recorded', 'unchanged']);
});

test('it is found by what the source calls it and by what it touches; an open one first', async () => {
  const { store, records } = open();
  await tell(shop, 'one');
  const first = await only();
  const other = { source: 'pager', ref: 'P1' };
  expect(await records.incidentAbout({ source: 'alerts', ref: 'one' }, search)).toEqual(first);
  expect(await records.incidentAbout(other, shop)).toEqual(first);
  expect(await records.incidentAbout(other, search)).toBeNull();
  await store.change({ target: shop }, ({ now }) => resolve(first, 'ana', null, now));
  expect(await records.incidentAbout(other, shop)).toBeNull();
  expect(await records.incidentAbout({ source: 'alerts', ref: 'one' }, shop)).toMatchObject({
    status: 'resolved',
  });
  await tell(shop, 'one');
  expect(await records.incidentAbout({ source: 'alerts', ref: 'one' }, shop)).toEqual(await only());
});

test('they are listed by what they touch, since when, and whether they are open', async () => {
  const { store, records } = open();
  await tell(shop, 'one');
  const i = await only();
  const joined = joinFor(i, telling(search, 'one', 'b'), noon);
  // Written while the fence of another target is held than the one it was opened for.
  expect(await store.change({ target: search }, () => joined)).toMatchObject({ kind: 'recorded' });
  expect(await records.incidents({ service: 'search', limit: 9 })).toMatchObject([{ id: i.id }]);
  expect(await records.incidents({ service: 'search', environment: 'staging', limit: 9 })).toEqual(
    [],
  );
  expect(await records.incidents({ since: plus(noon, 1), limit: 9 })).toEqual([]);
  const late = resolve(await only(), 'ana', null, plus(noon, 5));
  if (isRefusal(late)) throw new Error(late.what);
  await store.change({ target: shop }, () => late);
  expect(await records.incidents({ since: plus(noon, 1), limit: 9 })).toHaveLength(1);
  expect(await records.incidents({ open: true, limit: 9 })).toEqual([]);
});

test('of two who change the same revision one is heard', async () => {
  const { store } = open();
  await tell(shop, 'one');
  const i = await only();
  const answers = await Promise.all(
    [shop, search].map((place, n) =>
      store.change({ target: place }, ({ now }) => joinFor(i, telling(place, 'one', `b${n}`), now)),
    ),
  );
  expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['recorded', 'unchanged']);
});
