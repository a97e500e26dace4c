import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adopt } from '../../src/domain/configuration/find.ts';
import { recordRun } from '../../src/domain/flaky/report.ts';
import { makeSchedule } from '../../src/domain/governance/schedule.ts';
import { createStore } from '../../src/store/change.ts';
import { createConfigurations } from '../../src/store/configurations.ts';
import { createInbox } from '../../src/store/journal/inbox.ts';
import { createLeases } from '../../src/store/journal/lease.ts';
import { createMessages } from '../../src/store/journal/message.ts';
import { createOutbox } from '../../src/store/journal/outbox.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPool } from '../../src/store/pool.ts';
import { createRecords } from '../../src/store/records.ts';
import { createRole, type Role } from '../postgres/role.ts';
import { listeningLog, useDatabase } from './fixture.ts';
import { asked, noon, sample } from './sample.ts';

const database = useDatabase();
let role: Role;
let pool: pg.Pool;

beforeAll(async () => {
  role = await createRole(database);
  await role.grant();
  pool = createPool(role.url, { max: 3, applicationName: 'app', onError: () => {} });
});

afterAll(async () => {
  await pool.end();
  await role.drop();
});

test('the role that runs Fairway can do all that the store does', async () => {
  const made = { pool, clock: 'database' } as const;
  const d = sample(await createStore(made).nextId());
  expect(await createLeases(made).claim(d, 'w', 1_000)).toBe(1);
  const recorded = await createStore(made).change({ target: d }, () => asked(d));
  expect(recorded).toMatchObject({ kind: 'recorded' });
  expect(await createOutbox({ ...made, log: listeningLog() }).drain(5, async () => {})).toBe(1);
  const orders = { ...d, from: 'staging', every: null, greenMs: 1, lateMs: 1, channel: null };
  const id = await createStore(made).nextScheduleId();
  const ordered = makeSchedule(id, orders, { by: 'ana', line: '', now: noon });
  const scheduled = await createStore(made).change({ target: d }, () => ordered);
  expect(scheduled).toMatchObject({ kind: 'recorded' });
  const place = { service: 'shop', environment: '*' };
  const tests = [{ test: 'a', passed: true, failed: true }];
  const run = { ...place, key: 'a', commit: 'c', at: noon, tests };
  const told = await createStore(made).change({ target: place }, () => recordRun(run));
  expect(told).toMatchObject({ kind: 'recorded' });
  const inbox = createInbox(made);
  expect(await inbox.put({ id: 'a', kind: 'event', body: {}, receivedAt: noon })).toBe(true);
  await inbox.done('a');
  await inbox.prune(-1_000);
  const content = { text: 'a', blocks: [] };
  const wish = { key: 'a', channel: 'c', under: null, broadcast: false, content, revision: 1 };
  await createMessages(made).want(wish);
  expect(await createRecords(made).ledger(d.id)).toHaveLength(1);
  const found = { version: 'v', files: [], origin: { folder: '.' } };
  const { change } = createConfigurations(made);
  expect(await change((at) => adopt(at, found, 'a test'))).toMatchObject({
    kind: 'recorded',
  });
});

test.each([
  "UPDATE audit_entry SET body = 'x'",
  'DELETE FROM audit_entry',
  'TRUNCATE audit_entry',
  'DELETE FROM ledger_head',
  'DELETE FROM moved_elsewhere',
  "UPDATE moved_elsewhere SET says = 'x'",
  "UPDATE test_run SET passed = '[]'",
  'ALTER TABLE audit_entry DISABLE TRIGGER ALL',
])('it may not: %s', async (sql) => {
  await expect(pool.query(sql)).rejects.toMatchObject({
    code: '42501',
    message: expect.stringMatching(/permission denied|must be owner/),
  });
});

test('a session of the owner is refused by the trigger instead', async () => {
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await expect(owner.query('DELETE FROM audit_entry')).rejects.toThrow(/append-only/);
  await owner.end();
});

test('it finds an up-to-date database up to date, and may not change one that is not', async () => {
  expect(await migrate(role.url)).toBe(0);
  const journal = 'drizzle.__drizzle_migrations';
  await database.pool.query(
    `DELETE FROM ${journal} WHERE created_at = (SELECT max(created_at) FROM ${journal})`,
  );
  await expect(migrate(role.url)).rejects.toMatchObject({ cause: { code: '42501' } });
});

test('a role without any grant is refused, not told that all is well', async () => {
  const stranger = await createRole(database);
  await expect(migrate(stranger.url)).rejects.toMatchObject({ code: '42501' });
  await stranger.drop();
});
