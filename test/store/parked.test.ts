import { expect, test } from 'vitest';
import { createMessages } from '../../src/store/journal/message.ts';
import { createRecords } from '../../src/store/records.ts';
import { useDatabase } from './fixture.ts';

const database = useDatabase();

test('10 what was given up on is found with its text and its reason, and nothing else is', async () => {
  const made = { pool: database.pool, clock: 'database' } as const;
  const messages = createMessages(made);
  const wish = { channel: 'C1', under: null, broadcast: false, revision: 1 };
  await messages.want({ ...wish, key: 'card:D-1', content: { text: 'shop 1.1.0', blocks: [] } });
  await messages.want({ ...wish, key: 'card:D-2', content: { text: 'search 2', blocks: [] } });
  await messages.park('card:D-1', 'invite me with /invite @fairway', null);
  expect(await createRecords(made).parked(10)).toEqual([
    { channel: 'C1', text: 'shop 1.1.0', why: 'invite me with /invite @fairway' },
  ]);
});
