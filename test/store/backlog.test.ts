import { expect, test } from 'vitest';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createInbox } from '../../src/store/journal/inbox.ts';
import { createMessages } from '../../src/store/journal/message.ts';
import { readBacklog } from '../../src/store/queries/backlog.ts';
import { createRecords } from '../../src/store/records.ts';
import { useDatabase } from './fixture.ts';
import { asked, noon, sample } from './sample.ts';

const database = useDatabase();

test('counts what is there and what waits', async () => {
  const made = { pool: database.pool, clock: 'database' } as const;
  const none = { pending: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };
  const empty = {
    active: [],
    untoldEvents: 0,
    unfinishedActs: 0,
    unsentMessages: 0,
    parkedMessages: 0,
    unsentEmissions: 0,
    unattendedDeployments: 0,
    overdueDeployments: 0,
    outOfBand: 0,
    stoppedLines: 0,
    emergencies: 0,
    reviewsOwed: 0,
    reviewsOverdue: 0,
  };
  expect(await readBacklog(made)).toEqual({ deployments: none, ...empty });

  const messages = createMessages(made);
  for (const key of ['sent', 'wanted', 'parked']) {
    const content = { text: key, blocks: [] };
    await messages.want({ key, channel: 'c', under: null, broadcast: false, content, revision: 1 });
  }
  await messages.sent('sent', '1.1', 1);
  await messages.park('parked', 'not_in_channel', null);
  await createInbox(made).put({ id: 'a', kind: 'event', body: {}, receivedAt: noon });
  expect(await readBacklog(made)).toEqual({
    deployments: none,
    active: [],
    untoldEvents: 0,
    unfinishedActs: 1,
    unsentMessages: 1,
    parkedMessages: 1,
    unsentEmissions: 0,
    unattendedDeployments: 0,
    overdueDeployments: 0,
    outOfBand: 0,
    stoppedLines: 0,
    emergencies: 0,
    reviewsOwed: 0,
    reviewsOverdue: 0,
  });
});

test('counts emergencies, the reviews that are owed, and the late ones', async () => {
  const made = { pool: database.pool, clock: 'database' } as const;
  const store = createStore(made);
  const base = { chased: 0, involved: ['ana'], by: null, at: null, note: null };
  const long = instant(Date.UTC(2999, 0, 1));
  const over = { status: 'succeeded', finishedAt: noon } as const;
  const reviews = [
    { ...base, dueAt: noon, chaseAt: noon },
    { ...base, dueAt: long, chaseAt: noon },
    { ...base, dueAt: noon, chaseAt: null },
  ];
  for (const [i, review] of reviews.entries()) {
    const d = sample(`D-${i + 1}`, { ...over, review });
    await store.change({ target: d }, () => asked(d));
  }
  await store.change({ target: sample('D-9') }, () => asked(sample('D-9')));
  expect(await readBacklog(made)).toMatchObject({
    active: [{ kind: 'deploy', environment: 'production', status: 'pending', n: 1 }],
    stoppedLines: 0,
    emergencies: 3,
    reviewsOwed: 2,
    reviewsOverdue: 1,
  });
  const records = createRecords(made);
  const ids = async (by: Instant | null) => (await records.reviews(by, 9)).map((d) => d.id);
  expect(await ids(null)).toEqual(expect.arrayContaining(['D-1', 'D-2']));
  expect(await ids(null)).toHaveLength(2);
  expect(await ids(instant(noon - 1))).toEqual([]);
});
