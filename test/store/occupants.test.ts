import { expect, test } from 'vitest';
import { createRecords } from '../../src/store/records.ts';
import { useDatabase } from './fixture.ts';
import { noon, sample } from './sample.ts';

const database = useDatabase();

test('8.7 all that runs in an environment is known, however much, with the version of the service that asks', async () => {
  const add = (n: number, service: string, environment = 'production', status = 'running') => {
    const d = sample(`D-${n}`, { service, environment, status: 'running' });
    return database.pool.query(
      `INSERT INTO deployment (id, number, service, environment, status, requested_by, requested_at, started_at, digest, revision, body)
       VALUES ($1, $2, $3, $4, $5, $6, 1, ${noon}, 'd', 0, $7)`,
      [d.id, n, service, environment, status, d.requestedBy, d],
    );
  };
  await add(1, 'shop');
  for (let n = 2; n <= 260; n += 1) await add(n, `other-${n}`);
  await add(300, 'shop', 'staging');
  await add(301, 'cart', 'production', 'succeeded');
  const found = await createRecords({ ...database, clock: 'database' }).occupants(
    'production',
    'shop',
  );
  const { artifact, requestedBy } = sample('D-1');
  const other = { service: 'other-2', version: null, startedBy: requestedBy };
  expect(found).toHaveLength(260);
  expect(found.filter(({ version }) => version !== null)).toEqual([
    { id: 'D-1', service: 'shop', version: artifact.version, startedBy: requestedBy },
  ]);
  expect(found).toContainEqual({ id: 'D-2', ...other });
});
