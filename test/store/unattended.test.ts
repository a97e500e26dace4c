import { beforeEach, expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createAlarms } from '../../src/store/journal/alarm.ts';
import { createLeases } from '../../src/store/journal/lease.ts';
import { readBacklog } from '../../src/store/queries/backlog.ts';
import { createRecords } from '../../src/store/records.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { asked, noon, sample } from './sample.ts';

const database = useDatabase();
const clock = fakeClock(noon);

beforeEach(async () => {
  clock.set(noon);
  await database.pool.query('TRUNCATE deployment, fence');
});

function open() {
  const made = { pool: database.pool, clock };
  return { ...made, store: createStore(made), records: createRecords(made) };
}

async function put(patch: Partial<Deployment>): Promise<Deployment> {
  const { store } = open();
  const d = sample(await store.nextId(), patch);
  await store.change({ target: d }, () => asked(d));
  return d;
}

const hold = { by: 'ana', at: noon, why: 'a look', asks: [] };
const asks = (...names: string[]) => ({ ...hold, by: 'fairway', asks: names });
const waits = (...who: string[]) => [
  { gate: 'approval', code: 'approval', why: 'one more', until: null, who, since: noon } as const,
];
const running = { status: 'running' } as const;

test.each<[string, Partial<Deployment>, string | null]>([
  ['no wake-up, no hold', running, 'unwoken'],
  ['no wake-up before the start', {}, 'unwoken'],
  ['no wake-up, but people it waits for', { waiting: waits('bo') }, null],
  ['no wake-up, and a wait that names nobody', { waiting: waits() }, 'unwoken'],
  ['paused by a person', { ...running, hold }, null],
  ['held, people asked', { ...running, hold: asks('bo') }, null],
  ['held, nobody asked', { ...running, hold: asks() }, 'nobody'],
  ['held, Fairway asked', { ...running, hold: asks('fairway') }, 'nobody'],
  ['held, nobody asked, old waits', { ...running, hold: asks(), waiting: waits('bo') }, 'nobody'],
  ['due', { ...running, wakeAt: plus(noon, -60_000) }, null],
  ['due for more than a minute', { ...running, wakeAt: plus(noon, -60_001) }, 'overdue'],
  ['not started, due for more than a minute', { wakeAt: plus(noon, -60_001) }, 'overdue'],
  ['asleep for a minute', { wakeAt: plus(noon, 60_000) }, null],
  ['asleep for longer than anything sleeps', { wakeAt: plus(noon, 75_001) }, 'far'],
  ['over', { status: 'succeeded' }, null],
])('%s', async (_name, patch, neglect) => {
  const d = await put(patch);
  const { records, ...made } = open();
  const found = await records.unattended(9);
  expect(found).toEqual(neglect === null ? [] : [{ deployment: d, neglect }]);
  const { unattendedDeployments, overdueDeployments } = await readBacklog(made);
  expect([unattendedDeployments, overdueDeployments]).toEqual(
    neglect === null ? [0, 0] : neglect === 'overdue' ? [0, 1] : [1, 0],
  );
});

test('a worker that has it in hand may take its time; a lapsed lease is nobody’s', async () => {
  const d = await put({ ...running, wakeAt: plus(noon, -90_000) });
  const { records, ...made } = open();
  await createLeases(made).claim(d, 'one', 10_000);
  expect(await records.unattended(9)).toEqual([]);
  clock.set(plus(noon, 10_000));
  expect(await records.unattended(9)).toMatchObject([{ neglect: 'overdue' }]);
});

test('the lease of a target is the running one’s, not of what waits behind it', async () => {
  const d = await put({ wakeAt: plus(noon, -90_000) });
  const { records, ...made } = open();
  await createLeases(made).claim(d, 'one', 10_000);
  expect(await records.unattended(9)).toMatchObject([{ neglect: 'overdue' }]);
});

test('of an alarm the latest word stays, whoever is late', async () => {
  const alarms = createAlarms(database);
  expect(await alarms.find('a')).toEqual({ incident: 0, n: 0, open: false, about: '' });
  const first = { incident: 1, n: 2, open: true, about: 'D-1' };
  await alarms.record('a', first);
  await alarms.record('a', { incident: 1, n: 1, open: true, about: 'late' });
  expect(await alarms.find('a')).toEqual(first);
  const next = { incident: 2, n: 1, open: true, about: 'D-2' };
  await alarms.record('a', next);
  expect(await alarms.find('a')).toEqual(next);
});
