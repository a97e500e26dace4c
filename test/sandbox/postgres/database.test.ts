import { afterAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../postgres/database.ts';

const made: FreshDatabase[] = [];

async function fresh(options?: { readonly empty?: boolean }): Promise<FreshDatabase> {
  const database = await freshDatabase(options);
  made.push(database);
  return database;
}

async function tablesOf({ pool }: FreshDatabase): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  return rows[0]?.n ?? -1;
}

afterAll(async () => {
  await Promise.all(made.map((database) => database.drop()));
});

test('many at once all get the migrated tables, and none sees the rows of another', async () => {
  const all = await Promise.all([fresh(), fresh(), fresh(), fresh()]);
  const counts = await Promise.all(all.map(tablesOf));
  expect(new Set(counts).size).toBe(1);
  expect(counts[0]).toBeGreaterThan(0);
  await all[0]?.pool.query('create table mine (id int)');
  expect(await Promise.all(all.slice(1).map(tablesOf))).toEqual(counts.slice(1));
});

test('an empty one has no table', async () => {
  expect(await tablesOf(await fresh({ empty: true }))).toBe(0);
});

test('a dropped one is gone', async () => {
  const database = await freshDatabase({ empty: true });
  const other = await fresh({ empty: true });
  await database.drop();
  const name = new URL(database.url).pathname.slice(1);
  const found = await other.pool.query('select 1 from pg_database where datname = $1', [name]);
  expect(found.rowCount).toBe(0);
});
