import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordRun } from '../../src/domain/flaky/report.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createContacts } from '../../src/store/journal/contact.ts';
import { createInbox } from '../../src/store/journal/inbox.ts';
import { createLeases } from '../../src/store/journal/lease.ts';
import { createMessages } from '../../src/store/journal/message.ts';
import { createOutbox } from '../../src/store/journal/outbox.ts';
import { createSightings } from '../../src/store/journal/sighting.ts';
import { readBacklog } from '../../src/store/queries/backlog.ts';
import { createRecords } from '../../src/store/records.ts';
import { crowd, RARE } from './crowd.ts';
import { listeningLog, useDatabase } from './fixture.ts';
import { asked, noon, sample, succeeded } from './sample.ts';

/** One connection, so that what it counted of itself can be asked of it. */
const database = useDatabase(1);
const HISTORY = 10_000;
const target = { service: 'shop-7', environment: 'production' };
const old = sample('D-100', { service: 'shop-0', environment: 'staging', revision: 8 });

/** What is under way on top of the history, and so many targets that the planner means it. */
const SEEDS = [
  `UPDATE deployment SET wake_at = number WHERE number > ${HISTORY - 30}`,
  `UPDATE deployment SET body = body || '{"review":{"dueAt":1,"chaseAt":1}}' WHERE number BETWEEN 201 AND 205`,
  `INSERT INTO message (key, channel, under, broadcast, content, revision, wanted_at, due_at)
   SELECT 'log:new-' || n, 'C', 'card:new-' || n / 4, false, '{"text":"","blocks":[]}', 1, n, n
   FROM generate_series(1, 400) n`,
  `UPDATE message SET parked = 'gone' WHERE wanted_at BETWEEN 100 AND 140 AND sent_revision = 2`,
  `INSERT INTO outbox (service, environment, event)
   SELECT 'shop-' || n, 'production', '{"id":"D-1"}' FROM generate_series(1, 20) n`,
  `INSERT INTO delivery (id, service, environment, kind, asked_at, at, succeeded, exposed, counts)
   SELECT 'D-' || n, 'shop-' || n, 'production', 'deploy', n, n, true, true, true FROM generate_series(1, 5000) n`,
  `INSERT INTO stage_run (deployment, revision, stage, service, environment, strategy, began_at, at, outcome, attempts)
   SELECT 'D-' || n, r, CASE WHEN r = 2 THEN 'approval' ELSE 'judge' END, 'shop-' || n % 100, 'production', 'canary',
     n * 1000, n * 1000 + r, 'done', 1 FROM generate_series(1, 10000) n, generate_series(1, 2) r`,
  `INSERT INTO test_outcome (service, test, commit_id, passed_at, failed_at, at)
   SELECT 'shop-' || n % 100, 'test ' || n % 1000, n, n * 1000, CASE WHEN n % 7 = 0 THEN n * 1000 END, n * 1000
   FROM generate_series(1, 20000) n`,
  `INSERT INTO test_run (service, commit_id, key, at, passed)
   SELECT 'shop-' || n % 100, n, n, n * 1000, '["a"]' FROM generate_series(1, 5000) n`,
  `INSERT INTO quarantine (service, test, until, tell_at, revision, body)
   SELECT 'shop-' || n % 100, 'test ' || n, n, CASE WHEN n % 500 = 0 THEN n END, 0, '{}' FROM generate_series(1, 5000) n`,
  `INSERT INTO brought (deployment, service, environment, commits)
   SELECT 'D-' || n, 'shop-' || n, 'production', '[]' FROM generate_series(1, 5000) n`,
  `INSERT INTO moved_elsewhere (id, source, ref, kind, name, says, service, environment, at, percent)
   SELECT 'E-' || n, 'flags', n, 'flag', 'f', 'on', 'shop-' || n % 100, 'production', n * 1000, 100
   FROM generate_series(1, 10000) n`,
  `INSERT INTO audit_entry (seq, subject, n, body, leaf)
   SELECT ${5 * HISTORY} + n, 'E-' || n, 1, '{"by":"change:flags","what":"made-elsewhere"}', sha256(n::text::bytea)
   FROM generate_series(1, 2000) n`,
  `UPDATE ledger_head SET size = size + 2000`,
  `INSERT INTO emission (key, sink, body, added_at, due_at, over_at)
   SELECT n, 'events', '{}', n, n, CASE WHEN n % 500 > 0 THEN n END FROM generate_series(1, 5000) n`,
  `INSERT INTO fence (service, environment) SELECT 'f' || n, 'production' FROM generate_series(1, 5000) n`,
  `INSERT INTO lock (service, environment, body)
   SELECT 'f' || n, 'production', '{}' FROM generate_series(1, 5000) n`,
  `INSERT INTO sighting (service, environment, looked_at, told, revision, body)
   SELECT 'f' || n, 'production', n, 1, 1 + (n % 500 = 0)::int, '{"state":"over"}' FROM generate_series(1, 5000) n`,
  `INSERT INTO journey_watch (environment, service, name, revision, body)
   SELECT 'production', 'f' || n, 'buy', 1, CASE WHEN n % 500 = 0 THEN '{"red":{}}'::jsonb ELSE '{"red":null}' END
   FROM generate_series(1, 5000) n`,
  `INSERT INTO contact (deployment, lost, noted_revision, n)
   SELECT 'D-' || n, CASE WHEN n % 500 = 0 THEN '{"whose":"worker","since":1}'::jsonb END, 0, 1
   FROM generate_series(1, ${HISTORY}) n`,
];

beforeAll(async () => {
  await crowd(database.pool, HISTORY);
  for (const seed of SEEDS) await database.pool.query(seed);
  await database.pool.query('VACUUM ANALYZE');
});

interface Read {
  readonly scans: number;
  readonly rows: number;
}

/** How often each index, and each table from end to end (`table:seq`), was read so far, and how many rows. */
async function reads(): Promise<ReadonlyMap<string, Read>> {
  await database.pool.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await database.pool.query<Read & { readonly name: string }>(
    `SELECT indexrelname AS name, idx_scan::int AS scans, idx_tup_read::int AS rows
     FROM pg_stat_user_indexes
     UNION ALL SELECT relname || ':seq', seq_scan::int, seq_tup_read::int FROM pg_stat_user_tables`,
  );
  return new Map(rows.map(({ name, ...read }) => [name, read]));
}

/** What the real question read, as PostgreSQL counted it: row numbers by index. */
async function readBy(question: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const before = await reads();
  await question();
  const after = await reads();
  const more = [...after].flatMap(([name, { scans, rows }]) => {
    const was = before.get(name) ?? { scans: 0, rows: 0 };
    return scans > was.scans ? [[name, rows - was.rows] as const] : [];
  });
  return Object.fromEntries(more);
}

function open() {
  const made = { pool: database.pool, clock: 'database' } as const;
  return {
    records: createRecords(made),
    inbox: createInbox(made),
    messages: createMessages(made),
    contacts: createContacts(made),
    sightings: createSightings(made),
    outbox: createOutbox({ ...made, log: listeningLog() }),
    leases: createLeases(made),
    store: createStore(made),
  };
}

type Open = ReturnType<typeof open>;
const wish = {
  key: 'log:new-3',
  ...{ channel: 'C', under: 'card:new-0', broadcast: false, revision: 2 },
  content: { text: '', blocks: [] },
};
const act = { id: 'i-new', kind: 'event', body: {}, receivedAt: noon } as const;

/** The question, the index that must answer it, and how many rows that may read of the many there are. */
const questions: readonly (readonly [string, (o: Open) => Promise<unknown>, string, number])[] = [
  ['overdue', (o) => o.records.overdue(instant(1e9), 50, 'deploy'), 'deployment_overdue', 60],
  [
    'overdue: back',
    (o) => o.records.overdue(instant(1e9), 50, 'rollback'),
    'deployment_overdue',
    60,
  ],
  // All that nothing moves here: what is open has no wake-up, or a late one.
  ['unattended', (o) => o.records.unattended(50), 'deployment_overdue', 130],
  ['looks: due', (o) => o.sightings.claim(new Map([['production', 1]]), 8), 'sighting_looked', 60],
  ['sightings: untold', (o) => o.sightings.untold(50), 'sighting_untold', 12],
  [
    'a sighting',
    (o) => o.records.sighting({ service: 'f7', environment: 'production' }),
    'sighting_service_environment_pk',
    2,
  ],
  [
    'a watched journey',
    (o) => o.records.journeyWatch({ service: 'f7', environment: 'production' }, 'buy'),
    'journey_watch_environment_service_name_pk',
    2,
  ],
  ['journeys that are red', (o) => o.records.redJourneys(50), 'journey_watch_red', 12],
  ['watched: due', (o) => o.contacts.watched(15_000, 50), 'deployment_overdue', 60],
  ['watched: called lost', (o) => o.contacts.watched(15_000, 50), 'contact_lost', 20],
  ['reviews to ask for', (o) => o.records.reviews(instant(1e9), 50), 'deployment_review', 10],
  ['signs of life', (o) => o.contacts.signs('D-500'), 'contact_pkey', 1],
  ['verified', (o) => o.records.verified(target, 5), 'deployment_verified', 5],
  ['isVerified', (o) => o.records.isVerified(target, 'sha256:7'), 'deployment_verified_digest', 1],
  ['deployment', (o) => o.records.deployment('D-5000'), 'deployment_pkey', 1],
  ['newest', (o) => o.records.deployments({ limit: 20 }), 'deployment_number_unique', 60],
  ['of a target', (o) => o.records.deployments({ ...target, limit: 20 }), 'deployment_target', 20],
  [
    'of an environment where little happens',
    (o) => o.records.deployments({ environment: RARE, limit: 20 }),
    'deployment_environment',
    25,
  ],
  [
    'what is open',
    (o) => o.records.deployments({ statuses: ['pending', 'running'], limit: 200 }),
    'deployment_status',
    200,
  ],
  [
    'what runs in an environment',
    (o) => o.records.deployments({ statuses: ['running'], environment: 'test', limit: 200 }),
    'deployment_running_slot',
    60,
  ],
  [
    'occupants of an environment',
    (o) => o.records.occupants('test', 'shop-7'),
    'deployment_running_slot',
    60,
  ],
  [
    'what runs on a target',
    (o) => o.records.deployments({ ...target, statuses: ['running'], limit: 1 }),
    'deployment_running_slot',
    1,
  ],
  [
    'what failed',
    (o) => o.records.deployments({ statuses: ['failed'], limit: 20 }),
    'deployment_status',
    20,
  ],
  [
    'requested by',
    (o) => o.records.deployments({ requestedBy: 'person-3', limit: 50 }),
    'deployment_requester',
    50,
  ],
  [
    'since',
    (o) => o.records.deployments({ since: instant(HISTORY * 1_000 - 20_000), limit: 50 }),
    'deployment_touched',
    50,
  ],
  [
    'what moved since, the last first',
    (o) => o.records.moved({ since: instant(HISTORY * 1_000 - 20_000), limit: 50 }),
    'deployment_touched',
    50,
  ],
  [
    'what moved near a service',
    (o) => {
      const since = instant(HISTORY * 1_000 - 600_000);
      const services = ['shop-1', 'shop-7', 'shop-11'];
      return o.records.moved({ since, environment: 'production', services, limit: 50 });
    },
    'deployment_touched',
    650,
  ],
  [
    'what the ledger says of twenty',
    (o) => o.records.ledgerOf(Array.from({ length: 20 }, (_, n) => `D-${5_000 + n}`)),
    'audit_entry_ref',
    110,
  ],
  [
    'the record of three services',
    (o) => o.records.trackRecords(['shop-1', 'shop-7', 'shop-11'], 'production'),
    'deployment_target',
    75,
  ],
  [
    'what deployments of three services take',
    (o) => o.records.typicalTimes(['shop-1', 'shop-7', 'shop-11'], 'production'),
    'deployment_target',
    110,
  ],
  [
    'how reliable the stages of a service were',
    (o) => o.records.stages(target, { from: instant(9_000_000), to: instant(HISTORY * 1_000) }),
    'stage_run_ended',
    25,
  ],
  [
    'which runs of a stage took longest',
    (o) => {
      const period = { from: instant(9_000_000), to: instant(HISTORY * 1_000) };
      const which = { stage: 'judge', strategy: null, only: 'slowest', limit: 30 } as const;
      return o.records.stageRuns(target, period, which);
    },
    'stage_run_ended',
    25,
  ],
  [
    'what was changed elsewhere near a service in a day',
    (o) => {
      const asked = { environments: ['production'], services: ['shop-7', 'shop-11'], limit: 200 };
      return o.records.movesElsewhere({ ...asked, since: instant(9_000_000) });
    },
    'moved_elsewhere_at',
    1_005,
  ],
  [
    'what was changed elsewhere just now',
    (o) => o.records.movesElsewhere({ since: instant(9_900_000), limit: 200 }),
    'moved_elsewhere_at',
    105,
  ],
  [
    'which tests of a service are flaky',
    (o) => o.records.testHistories('shop-7', { since: instant(0), limit: 20 }),
    'test_outcome_both',
    60,
  ],
  [
    'what one test did',
    (o) => o.records.testHistories('shop-7', { since: instant(0), tests: ['test 7'], limit: 1 }),
    'test_outcome_service_test_commit_id_pk',
    25,
  ],
  [
    'a report of tests is recorded',
    (o) => {
      const place = { service: 'shop-8', environment: '*' };
      const tests = [{ test: 'test 8', passed: false, failed: true }];
      const run = { ...place, key: 'new', commit: 'new', at: instant(1e7), tests };
      return o.store.change({ target: place }, () => recordRun(run));
    },
    'test_outcome_service_test_commit_id_pk',
    25,
  ],
  [
    'quarantines that are over',
    (o) => o.records.dueQuarantines(instant(1e9), 50),
    'quarantine_due',
    12,
  ],
  [
    'what of a service is in quarantine',
    (o) => o.records.quarantines({ service: 'shop-7', heldAt: instant(0), limit: 200 }),
    'quarantine_service_test_pk',
    60,
  ],
  [
    'what is still to be told of changes elsewhere',
    (o) => o.records.untold(['elsewhere'], 5),
    'outbox_untold',
    20,
  ],
  ['one change elsewhere', (o) => o.records.moveElsewhere('E-77'), 'moved_elsewhere_pkey', 1],
  ['what else the ledger says', (o) => o.records.ledgerBesides(50), 'audit_entry_besides', 50],
  ['ledger', (o) => o.records.ledger('D-5000'), 'audit_entry_ref', 5],
  [
    'a lock',
    (o) => o.records.locksAt([target, { ...target, service: '*' }]),
    'lock_service_environment_pk',
    1,
  ],
  ['parked', (o) => o.records.parked(20), 'message_parked', 20],
  ['an act is put', (o) => o.inbox.put(act), 'inbox_pkey', 1],
  ['an act is taken', (o) => o.inbox.take(1), 'inbox_unfinished', 20],
  ['an act is done', (o) => o.inbox.done('i9991'), 'inbox_pkey', 1],
  ['unfinished', (o) => o.inbox.unfinished(100), 'inbox_unfinished', 100],
  ['a message is wished for', (o) => o.messages.want(wish), 'message_pkey', 1],
  ['a reply is taken', (o) => o.messages.take('log:new-399', 1), 'message_pkey', 1],
  ['a post is begun', (o) => o.messages.begin('log:new-5', null), 'message_pkey', 1],
  ['it was sent', (o) => o.messages.sent('log:new-5', '1.5', 1), 'message_pkey', 4],
  ['it is put off', (o) => o.messages.later('log:new-6', noon, true), 'message_pkey', 1],
  ['it is parked', (o) => o.messages.park('log:new-7', 'gone', null), 'message_pkey', 1],
  ['a message is found', (o) => o.messages.find('log:new-8'), 'message_pkey', 1],
  ['a thread is found', (o) => o.messages.heading('C0DEPLOYS1', '5001'), 'message_posted', 1],
  [
    'a message is found by where it was posted',
    (o) => o.messages.postedAs('5001', ['C0DEPLOYS1']),
    'message_posted',
    1,
  ],
  ['due', (o) => o.messages.due(500), 'message_due', 450],
  ['untold, told, forgotten', (o) => o.outbox.drain(100, async () => {}), 'outbox_untold', 40],
  ['a lease', (o) => o.leases.claim(target, 'w', 1_000), 'fence_service_environment_pk', 2],
  ['a lease given back', (o) => o.leases.release(target, 'w'), 'fence_service_environment_pk', 2],
  [
    'a change refused',
    (o) => o.store.change({ target, deployment: 'D-207' }, () => null),
    'deployment_running_slot',
    1,
  ],
  [
    'a change that creates',
    (o) => o.store.change({ target }, () => asked(sample('D-1000000', target))),
    'audit_entry_ref',
    1,
  ],
  [
    'a change that moves',
    (o) => o.store.change({ target: old, deployment: old.id }, () => succeeded(old)),
    'audit_entry_ref',
    6,
  ],
];

describe('with 10,000 deployments each question reads by its index, and few rows', () => {
  test.each(questions)('%s', async (_name, ask, index, most) => {
    const read = await readBy(() => ask(open()));
    expect(read).toHaveProperty(index);
    expect(read[index]).toBeLessThanOrEqual(most);
    const whole = Object.keys(read).filter(
      (name) => /:seq$/.test(name) && name !== 'ledger_head:seq',
    );
    expect(whole).toEqual([]);
  });

  test('the counting notices a read of a whole table', async () => {
    const read = await readBy(() =>
      database.pool.query('SELECT max(length(body::text)) FROM inbox'),
    );
    expect(read).toHaveProperty('inbox:seq');
  });

  test('what the metrics count is counted in indexes', async () => {
    const read = await readBy(() => readBacklog({ pool: database.pool, clock: 'database' }));
    // One row a target, which is few.
    const whole = Object.keys(read).filter((name) => name.endsWith(':seq'));
    expect(whole.filter((name) => name !== 'sighting:seq' && name !== 'breaker:seq')).toEqual([]);
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
