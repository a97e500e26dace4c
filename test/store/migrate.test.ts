import { expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { freshDatabase } from '../postgres/database.ts';

test('ten processes start at once on an empty database: all succeed, each step runs once', async () => {
  const database = await freshDatabase({ empty: true });
  try {
    const applied = await Promise.all(Array.from({ length: 10 }, () => migrate(database.url)));
    expect(applied.filter((count) => count > 0)).toHaveLength(1);
    expect(await migrate(database.url)).toBe(0);
    const head = await database.pool.query('SELECT id, size, leaf FROM ledger_head');
    expect(head.rows).toEqual([{ id: 1, size: '0', leaf: Buffer.alloc(32) }]);
    const locks = await database.pool.query(
      `SELECT * FROM pg_locks WHERE locktype = 'advisory'
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    expect(locks.rows).toEqual([]);
  } finally {
    await database.drop();
  }
});

test('the schema says no to what no decision makes', async () => {
  const database = await freshDatabase();
  const row = (id: string, status: string) =>
    database.pool.query(
      `INSERT INTO deployment (id, number, service, environment, status, requested_by,
         requested_at, digest, revision, body)
       VALUES ($1, 1, 's', 'e', $2, 'ana', 0, 'd', 0, '{}')`,
      [id, status],
    );
  try {
    await expect(row('D-1', 'sleeping')).rejects.toMatchObject({
      constraint: 'deployment_status_known',
    });
    await expect(row('D-2', 'pending')).rejects.toMatchObject({
      constraint: 'deployment_id_numbered',
    });
  } finally {
    await database.drop();
  }
});

test('a database that cannot be reached is an error', async () => {
  await expect(migrate('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow(/ECONNREFUSED/);
});
