import { expect, test } from 'vitest';
import { createNames } from '../../src/store/prepare-often.ts';
import { useDatabase } from './fixture.ts';

/** One connection, so that what it has prepared can be asked of it. */
const database = useDatabase(1);
const TWICE = 'SELECT $1::int * 2 AS twice';

async function prepared(text: string): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT name FROM pg_prepared_statements WHERE statement = '${text}'`,
  );
  return rows.map(({ name }) => name);
}

async function twice(n: number): Promise<number | undefined> {
  return (await database.pool.query<{ twice: number }>(TWICE, [n])).rows[0]?.twice;
}

test('what is sent often is prepared once, and answers each time for its own values', async () => {
  expect(await twice(1)).toBe(2);
  expect(await prepared(TWICE)).toEqual([]);
  for (let n = 2; n < 30; n += 1) expect(await twice(n)).toBe(2 * n);
  expect(await prepared(TWICE)).toHaveLength(1);
  const asked = { text: TWICE, values: [7] };
  expect((await database.pool.query(asked)).rows).toEqual([{ twice: 14 }]);
  expect(await prepared(TWICE)).toHaveLength(1);
});

test('sent together before any answer came, it is read once and each is answered', async () => {
  const text = 'SELECT $1::int + 1 AS next';
  const client = await database.pool.connect();
  try {
    const all = Array.from({ length: 40 }, (_, n) => client.query<{ next: number }>(text, [n]));
    const next = (await Promise.all(all)).map(({ rows }) => rows[0]?.next);
    expect(next).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  } finally {
    client.release();
  }
  expect(await prepared(text)).toHaveLength(1);
});

test('one that fails, for its values or for the transaction it stands in, is asked again', async () => {
  const text = 'SELECT 10 / $1::int AS share';
  for (let n = 1; n < 20; n += 1) await database.pool.query(text, [n]);
  await expect(database.pool.query(text, [0])).rejects.toThrow('division by zero');
  expect((await database.pool.query(text, [5])).rows).toEqual([{ share: 2 }]);
  const other = 'SELECT $1::text AS said';
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN');
    await expect(client.query(text, [0])).rejects.toThrow('division by zero');
    for (let n = 0; n < 20; n += 1)
      await expect(client.query(other, [n])).rejects.toThrow('aborted');
    await client.query('ROLLBACK');
    for (const said of ['a', 'b'])
      expect((await client.query(other, [said])).rows).toEqual([{ said }]);
  } finally {
    client.release();
  }
});

test('a name of its own is kept, and what has no values is sent as it is', async () => {
  const own = { name: 'mine', text: 'SELECT $1::int - 1 AS less' };
  for (let n = 0; n < 20; n += 1) await database.pool.query({ ...own, values: [n] });
  expect(await prepared(own.text)).toEqual(['mine']);
  for (let n = 0; n < 20; n += 1) await database.pool.query('SELECT 1; SELECT 2');
  expect(await prepared('SELECT 1; SELECT 2')).toEqual([]);
});

test('names are few, and a statement that is met once takes none', () => {
  const nameOf = createNames();
  for (let n = 0; n < 5_000; n += 1) expect(nameOf(`SELECT ${n}`)).toBeUndefined();
  const often = Array.from({ length: 400 }, (_, n) => {
    for (let times = 0; times < 20; times += 1) nameOf(`SELECT ${n} AS often`);
    return nameOf(`SELECT ${n} AS often`);
  });
  const names = often.filter((name) => name !== undefined);
  expect(names).toHaveLength(120);
  expect(new Set(names).size).toBe(120);
});
