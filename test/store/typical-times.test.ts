import { expect, test } from 'vitest';
import { createRecords } from '../../src/store/records.ts';
import { useDatabase } from './fixture.ts';
import { noon, sample } from './sample.ts';

const database = useDatabase();

test('8.7 the median of what the newest twenty that went well there took, rollbacks left out', async () => {
  const took = [1, 2, 3, ...Array.from({ length: 19 }, (_, i) => 100 + i)];
  const add = (n: number, service: string, ms: number, more: object = {}) => {
    const d = sample(`D-${n}`, { service, ...more });
    return database.pool.query(
      `INSERT INTO deployment (id, number, service, environment, status, requested_by, requested_at, started_at, finished_at, digest, revision, body)
       VALUES ($1, $2, $3, 'production', $4, 'ana', 1, ${noon}, ${noon} + $5::bigint, 'd', 0, $6)`,
      [d.id, n, service, d.status, ms, d],
    );
  };
  for (const [i, ms] of took.entries()) await add(i + 1, 'shop', ms, { status: 'succeeded' });
  await add(50, 'shop', 9_000, { status: 'failed' });
  await add(51, 'shop', 9_000, { status: 'succeeded', kind: 'rollback' });
  await add(60, 'cart', 77, { status: 'failed' });
  const records = createRecords({ pool: database.pool, clock: 'database' });
  const found = await records.typicalTimes(['shop', 'cart', 'till'], 'production');
  // Of twenty the lower of the middle two: 3 and 100 to 118.
  expect(Object.fromEntries(found)).toEqual({ shop: 108 });
});
