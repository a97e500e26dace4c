import { beforeEach, expect, test } from 'vitest';
import { answerTurn } from '../../src/domain/governance/fire.ts';
import {
  makeSchedule,
  removeSchedule,
  type Schedule,
} from '../../src/domain/governance/schedule.ts';
import { isRefusal } from '../../src/domain/kernel/refusal.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createRecords } from '../../src/store/records.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { asked, noon, sample } from './sample.ts';

const database = useDatabase();
const open = () => {
  const made = { pool: database.pool, clock: fakeClock(noon) };
  return { store: createStore(made), records: createRecords(made) };
};
const orders = {
  service: 'shop',
  from: 'staging',
  environment: 'production',
  every: null,
  greenMs: 60_000,
  lateMs: 60_000,
  because: null,
  channel: null,
};

beforeEach(async () => {
  await database.pool.query('DELETE FROM schedule');
});

async function make(): Promise<Schedule> {
  const { store } = open();
  const id = await store.nextScheduleId();
  const change = makeSchedule(id, orders, { by: 'ana', line: '/release …', now: noon });
  expect(await store.change({ target: orders }, () => change)).toMatchObject({ kind: 'recorded' });
  const [made] = change.rows;
  if (!made) throw new Error('nothing was made');
  return made.row;
}

test('what is due is found, the longest due first, and nothing that is removed', async () => {
  const { store, records } = open();
  const [first, second] = [await make(), await make()];
  expect(await records.dueSchedules(plus(noon, -1), 9)).toEqual([]);
  expect(await records.dueSchedules(noon, 9)).toEqual([first.id, second.id]);
  const change = removeSchedule(first, 'ana', noon);
  if (isRefusal(change)) throw new Error(change.what);
  await store.change({ target: orders }, () => change);
  expect(await records.dueSchedules(noon, 9)).toEqual([second.id]);
  expect(await records.schedules(9)).toEqual([second]);
  expect(await records.schedule(first.id)).toMatchObject({ removed: true, revision: 1 });
});

test('of many who answer one time over the same row one is heard, with its deployment', async () => {
  const { store, records } = open();
  const s = await make();
  const answers = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const id = await store.nextId();
      const d = sample(id, { schedule: { id: s.id, occurrence: 'D-1' } });
      const finding = { kind: 'asked', deployment: id, why: id } as const;
      const answer = answerTurn(s, { occurrence: 'D-1', passed: 0, finding, tell: [] }, noon);
      const request = asked(d);
      return store.change({ target: orders }, () => ({
        rows: [...request.rows, ...answer.rows],
        ledger: [...request.ledger, ...answer.ledger],
        events: [...request.events, ...answer.events],
      }));
    }),
  );
  expect(answers.filter(({ kind }) => kind === 'recorded')).toHaveLength(1);
  expect(await records.deployments({ service: 'shop', limit: 99 })).toHaveLength(1);
  expect(await records.schedule(s.id)).toMatchObject({ revision: 1, last: { what: 'asked' } });
});

test('even where its row was not looked at, one time is never answered by two deployments', async () => {
  const { store, records } = open();
  const schedule = { id: 'S-77', occurrence: '2026-11-18T13:30:00Z' };
  const twice = [
    sample(await store.nextId(), { schedule }),
    sample(await store.nextId(), { schedule }),
  ];
  const [first, second] = twice.map((d) => () => store.change({ target: orders }, () => asked(d)));
  expect(await first?.()).toMatchObject({ kind: 'recorded' });
  expect(await second?.()).toEqual({ kind: 'unchanged' });
  expect(await records.ledger(twice[1]?.id ?? '')).toEqual([]);
});
