import { expect, test } from 'vitest';
import { createInbox } from '../../src/store/journal/inbox.ts';
import { createMessages } from '../../src/store/journal/message.ts';
import { readBacklog } from '../../src/store/queries/backlog.ts';
import { useDatabase } from './fixture.ts';
import { noon } from './sample.ts';

const database = useDatabase();

test('counts what is there and what waits', async () => {
  const made = { pool: database.pool, clock: 'database' } as const;
  const none = { pending: 0, running: 0, succeeded: 0, failed: 0, cancelled: 0 };
  const empty = {
    untoldEvents: 0,
    unfinishedActs: 0,
    unsentMessages: 0,
    parkedMessages: 0,
    unattendedDeployments: 0,
    overdueDeployments: 0,
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
    untoldEvents: 0,
    unfinishedActs: 1,
    unsentMessages: 1,
    parkedMessages: 1,
    unattendedDeployments: 0,
    overdueDeployments: 0,
  });
});
