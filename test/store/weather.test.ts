import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createStore } from '../../src/store/change.ts';
import { createPool } from '../../src/store/pool.ts';
import { createRecords } from '../../src/store/records.ts';
import { useDatabase } from './fixture.ts';
import { asked, sample } from './sample.ts';

const database = useDatabase(3);

/** Somebody else's session, who holds the ledger's head until told otherwise. */
async function holdHead() {
  const other = new pg.Client({ connectionString: database.url, application_name: 'other' });
  await other.connect();
  await other.query('BEGIN');
  await other.query('SELECT * FROM ledger_head FOR UPDATE');
  return other;
}

/** The backend of ours that waits for a lock, once it does. */
async function blocked(by: pg.Client): Promise<number> {
  for (let i = 0; i < 6_000; i += 1) {
    const { rows } = await by.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE application_name = 'store test' AND wait_event_type = 'Lock'
         AND datname = current_database()`,
    );
    if (rows[0]) return rows[0].pid;
    await sleep(10);
  }
  throw new Error('nobody came to wait');
}

test('a connection killed in mid-transaction leaves nothing half-written', async () => {
  const made = { pool: database.pool, clock: 'database' } as const;
  const store = createStore(made);
  const records = createRecords(made);
  const d = sample(await store.nextId());
  const other = await holdHead();
  const change = store.change({ target: d }, () => asked(d));
  const failed = expect(change).rejects.toThrow();
  const pid = await blocked(other);
  const written = await other.query('SELECT pg_terminate_backend($1) AS killed', [pid]);
  expect(written.rows).toEqual([{ killed: true }]);
  await failed;
  await other.query('ROLLBACK');
  await other.end();
  expect(await records.deployment(d.id)).toBeNull();
  expect(await records.ledger(d.id)).toEqual([]);
  const outbox = await database.pool.query('SELECT * FROM outbox');
  expect(outbox.rows).toEqual([]);
  // …and the store goes on with another connection.
  expect(await store.change({ target: d }, () => asked(d))).toMatchObject({ kind: 'recorded' });
});

test('idle connections that are cut are heard of, and the next query succeeds', async () => {
  const { pool, errors } = database;
  await Promise.all([1, 2, 3].map(() => pool.query('SELECT pg_sleep(0.05)')));
  const before = errors.length;
  const other = new pg.Client({ connectionString: database.url });
  await other.connect();
  await other.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'store test' AND datname = current_database()`,
  );
  await other.end();
  for (let i = 0; i < 6_000 && pool.totalCount > 0; i += 1) await sleep(10);
  expect(errors.length).toBeGreaterThanOrEqual(before + 1);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});

test('a deadlock is repeated until it is recorded, and recorded once', async () => {
  const made = { pool: database.pool, clock: 'database' } as const;
  const store = createStore(made);
  const d = sample(await store.nextId());
  await store.change({ target: d }, () => null); // makes the fence row
  const other = await holdHead();
  await other.query("SET deadlock_timeout = '30s'"); // ours notices first and is the one undone
  let asks = 0;
  const change = store.change({ target: d }, () => {
    asks += 1;
    return asked(d);
  });
  await blocked(other);
  await other.query('SELECT * FROM fence WHERE service = $1 FOR UPDATE', [d.service]);
  await other.query('COMMIT');
  await other.end();
  expect(await change).toMatchObject({ kind: 'recorded', entries: [`${d.id}#1`] });
  expect(asks).toBe(2);
});

test('a database that is not there is an error, soon, and not the end of the process', async () => {
  const gone = createPool('postgres://nobody@127.0.0.1:1/none', {
    max: 2,
    applicationName: 'gone',
    onError: () => {},
  });
  const store = createStore({ pool: gone, clock: 'database' });
  await expect(store.change({ target: sample('D-1') }, () => null)).rejects.toThrow();
  await gone.end();
});
