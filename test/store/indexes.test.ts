import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instant } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createInbox } from '../../src/store/journal/inbox.ts';
import { createMessages } from '../../src/store/journal/message.ts';
import { createOutbox } from '../../src/store/journal/outbox.ts';
import { createRecords } from '../../src/store/records.ts';
import { listeningLog, useDatabase } from './fixture.ts';
import { sample } from './sample.ts';

/** One connection, so that what it counted of itself can be asked of it. */
const database = useDatabase(1);
const target = { service: 'shop-7', environment: 'production' };

const SEED = `
  INSERT INTO deployment (id, number, service, environment, status, requested_by, requested_at,
    started_at, finished_at, digest, rolled_back_by, wake_at, revision, body)
  SELECT 'D-' || n, n, 'shop-' || n % 50, 'production',
    CASE WHEN n % 100 = 0 THEN 'pending' WHEN n % 7 = 0 THEN 'failed' ELSE 'succeeded' END,
    'person-' || n % 40, n * 1000, n * 1000 + 1,
    CASE WHEN n % 100 = 0 THEN NULL ELSE n * 1000 + 2 END,
    'sha256:' || n, NULL, CASE WHEN n % 100 = 0 THEN n * 1000 END, 0, $1::jsonb
  FROM generate_series(1, 10000) n`;

const SEEDS = [
  `INSERT INTO inbox (id, kind, body, received_at, done_at)
   SELECT 'i' || n, 'event', '{}', n, CASE WHEN n % 500 = 0 THEN NULL ELSE n END
   FROM generate_series(1, 10000) n`,
  `INSERT INTO message (key, channel, broadcast, content, revision, sent_revision, wanted_at, due_at)
   SELECT 'm' || n, 'c', false, '{"text":"","blocks":[]}', 2, CASE WHEN n % 500 = 0 THEN 1 ELSE 2 END, n, n
   FROM generate_series(1, 10000) n`,
  `INSERT INTO outbox (service, environment, event, told_at)
   SELECT 'shop', 'production', '{}', extract(epoch FROM clock_timestamp()) * 1000
   FROM generate_series(1, 10000) n`,
];

beforeAll(async () => {
  await database.pool.query(SEED, [JSON.stringify(sample('D-1', target))]);
  for (const seed of SEEDS) await database.pool.query(seed);
  await database.pool.query('ANALYZE');
});

/** How often each index, and each table from end to end (`table:seq`), was read so far. */
async function reads(): Promise<ReadonlyMap<string, number>> {
  await database.pool.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await database.pool.query<{ name: string; n: number }>(
    `SELECT indexrelname AS name, idx_scan::int AS n FROM pg_stat_user_indexes
     UNION ALL SELECT relname || ':seq', seq_scan::int FROM pg_stat_user_tables`,
  );
  return new Map(rows.map(({ name, n }) => [name, n]));
}

/** What the real question read, as PostgreSQL counted it. */
async function readBy(question: () => Promise<unknown>): Promise<readonly string[]> {
  const before = await reads();
  await question();
  const after = await reads();
  return [...after].filter(([name, n]) => n > (before.get(name) ?? 0)).map(([name]) => name);
}

function open() {
  const made = { pool: database.pool, clock: 'database' } as const;
  return {
    records: createRecords(made),
    inbox: createInbox(made),
    messages: createMessages(made),
    outbox: createOutbox({ ...made, log: listeningLog() }),
    store: createStore(made),
  };
}

type Open = ReturnType<typeof open>;
const questions: readonly (readonly [string, (o: Open) => Promise<unknown>, readonly string[]])[] =
  [
    ['overdue', (o) => o.records.overdue(instant(1e9), 50), ['deployment_overdue']],
    ['verified', (o) => o.records.verified(target, 5), ['deployment_verified']],
    ['isVerified', (o) => o.records.isVerified(target, 'sha256:7'), ['deployment_verified']],
    ['deployment', (o) => o.records.deployment('D-5000'), ['deployment_pkey']],
    ['newest', (o) => o.records.deployments({ limit: 20 }), ['deployment_number_unique']],
    ['of a target', (o) => o.records.deployments({ ...target, limit: 20 }), ['deployment_target']],
    [
      'pending',
      (o) => o.records.deployments({ statuses: ['pending', 'running'], limit: 200 }),
      ['deployment_overdue'],
    ],
    [
      'requested by',
      (o) => o.records.deployments({ requestedBy: 'person-3', limit: 50 }),
      ['deployment_requester'],
    ],
    [
      'since',
      (o) => o.records.deployments({ since: instant(9_999_000), limit: 50 }),
      ['deployment_touched'],
    ],
    ['unfinished', (o) => o.inbox.unfinished(100), ['inbox_unfinished']],
    ['take an act', (o) => o.inbox.take(1), ['inbox_unfinished']],
    ['due', (o) => o.messages.due(100), ['message_due']],
    ['take', (o) => o.messages.take('m500', 1), ['message_pkey']],
    ['untold', (o) => o.outbox.drain(100, async () => {}), ['outbox_untold']],
    [
      'a change',
      (o) => o.store.change({ target, deployment: 'D-7' }, () => null),
      ['deployment_pkey', 'deployment_running_slot'],
    ],
  ];

describe('with 10,000 rows each question is answered by its index alone', () => {
  test.each(questions)('%s', async (_name, ask, indexes) => {
    const read = await readBy(() => ask(open()));
    expect(read).toEqual(expect.arrayContaining([...indexes]));
    const whole = ['deployment:seq', 'inbox:seq', 'message:seq', 'outbox:seq'];
    expect(read.filter((name) => whole.includes(name))).toEqual([]);
  });

  test('the counting notices a read of a whole table', async () => {
    const read = await readBy(() =>
      database.pool.query('SELECT max(length(body::text)) FROM inbox'),
    );
    expect(read).toContain('inbox:seq');
  });
});

describe('EXPLAIN', () => {
  let client: pg.Client;
  beforeAll(async () => {
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(() => client.end());

  test('the sweep’s question searches the partial index and sorts nothing', async () => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT id FROM deployment
       WHERE status IN ('pending', 'running') AND wake_at <= 1000000 ORDER BY wake_at LIMIT 50`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index Scan using deployment_overdue/);
    expect(plan).not.toMatch(/Sort|Seq Scan/);
  });
});
