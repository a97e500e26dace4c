import { expect, test } from 'vitest';
import { adopt } from '../../src/domain/configuration/find.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { createConfigurations } from '../../src/store/configurations.ts';
import { createRecords } from '../../src/store/records.ts';
import { verifyLedger } from '../soak/program/ledger.ts';
import { fakeClock, useDatabase } from './fixture.ts';

const database = useDatabase();
const clock = fakeClock(instant(Date.UTC(2026, 5, 1, 12)));

const found = (version: string) => ({
  version,
  files: [{ file: 'fairway.yaml', text: `organisation: "${version} \\0"\n` }],
  origin: { folder: '/etc/fairway' },
});

const taking = (version: string) => {
  const { change } = createConfigurations({ pool: database.pool, clock });
  return change((at) => adopt(at, found(version), 'a test'));
};

test('the first one is taken once, however many start at once', async () => {
  const all = await Promise.all(Array.from({ length: 6 }, () => taking('v1')));
  expect(all.map(({ kind }) => kind).toSorted()).toEqual([
    'recorded',
    ...Array.from({ length: 5 }, () => 'unchanged'),
  ]);
});

test('another one comes into force after it, and both keep their files', async () => {
  expect(await taking('v2')).toMatchObject({
    kind: 'recorded',
    rows: [{ row: { id: 'C-1', status: 'superseded' } }, { row: { id: 'C-2', status: 'active' } }],
  });
  const { filesOf } = createConfigurations({ pool: database.pool, clock });
  expect(await filesOf('v1')).toEqual(found('v1').files);
  expect(await filesOf('v2')).toEqual(found('v2').files);
  expect(await filesOf('v3')).toBeNull();
});

test('the ledger has each of them, in one chain with all else', async () => {
  const records = createRecords({ pool: database.pool, clock });
  const [first, second] = await Promise.all([records.ledger('C-1'), records.ledger('C-2')]);
  expect(first.map(({ body }) => body['what']).toSorted()).toEqual(['in-force', 'superseded']);
  expect(second[0]?.body).toMatchObject({ evidence: { version: 'v2', base: 'C-1' } });
  expect((await verifyLedger(database.pool)).faults).toEqual([]);
});

test('a decision that throws leaves nothing behind, and the next one is not kept waiting', async () => {
  const { change } = createConfigurations({ pool: database.pool, clock });
  const broken = change(() => {
    throw new Error('a bug');
  });
  await expect(broken).rejects.toThrow('a bug');
  expect((await taking('v2')).kind).toBe('unchanged');
});
