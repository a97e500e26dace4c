import { expect, test } from 'vitest';
import { type Move, record } from '../../src/domain/elsewhere/move.ts';
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
const HOUR = 3_600_000;

async function tell(ref: string, more: Partial<Move> = {}) {
  const { store } = open();
  const row: Move = {
    ...{ id: await store.nextMoveId(), source: 'flags', ref, kind: 'flag', name: 'new-checkout' },
    ...{ says: 'turned on', service: 'shop', environment: 'production', at: noon, percent: 40 },
    ...{ by: null, link: 'https://flags.example/1' },
    ...more,
  };
  const { service, environment } = row;
  const { kind } = await store.change({ target: { service, environment } }, ({ now }) =>
    record(row, now),
  );
  return { kind, row };
}

test('told of twice, and by many at once, it is one, in the table and in the ledger', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => tell('same')));
  const written = all.filter(({ kind }) => kind === 'recorded');
  expect(written).toHaveLength(1);
  expect(all.filter(({ kind }) => kind === 'unchanged')).toHaveLength(7);
  const { records } = open();
  const id = written[0]?.row.id ?? 'E-0';
  expect(await records.moveElsewhere(id)).toEqual(written[0]?.row);
  const lines = await records.ledgerOf(all.map(({ row }) => row.id));
  expect([...lines.values()].flat()).toHaveLength(1);
  expect((await tell('same', { source: 'other' })).kind).toBe('recorded');
});

test('asked for by place and time, what is everywhere is there too, the newest first', async () => {
  const since = plus(noon, 10 * HOUR);
  const at = (minutes: number) => plus(since, minutes * 60_000);
  const ids: Record<string, string> = {};
  for (const [name, more] of Object.entries({
    here: { at: at(1) },
    allServices: { at: at(2), service: '*' },
    allPlaces: { at: at(3), environment: '*' },
    otherService: { at: at(4), service: 'search' },
    otherPlace: { at: at(5), environment: 'staging' },
    before: { at: at(-1) },
    after: { at: at(60) },
  })) {
    ids[(await tell(name, more)).row.id] = name;
  }
  const ask = async (filter: object) =>
    (await open().records.movesElsewhere({ since, until: at(59), limit: 9, ...filter })).map(
      ({ id }) => ids[id],
    );
  expect(await ask({ environments: ['production'], services: ['shop'] })).toEqual([
    'allPlaces',
    'allServices',
    'here',
  ]);
  expect(await ask({ environments: ['staging'] })).toEqual(['otherPlace', 'allPlaces']);
  expect(await ask({ limit: 2 })).toEqual(['otherPlace', 'otherService']);
});

test('what others changed does not crowd rules and locks out of what else the ledger says', async () => {
  await tell('one more');
  const { lines } = await open().records.ledgerBesides(50);
  expect(lines.filter(({ ref }) => ref.startsWith('E-'))).toEqual([]);
});

test('a change that is about nothing, or that nobody met, cannot be written', async () => {
  await expect(tell('x', { service: '*', environment: '*' })).rejects.toThrow(/somewhere/);
  await expect(tell('y', { percent: 0 })).rejects.toThrow(/met/);
});
