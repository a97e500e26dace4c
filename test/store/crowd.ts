import type { Pool } from 'pg';
import { sample } from './sample.ts';

/**
 * What a Fairway holds after so many deployments: 100 services in four environments, of which one is
 * rare; however long the history a hundred deployments open and asleep, half of them running; five
 * ledger entries, three messages and an act each, and the told events of a week.
 */
export const RARE = 'lab';
const ENVIRONMENT = `CASE WHEN n <= 20 OR n % 1000 = 0 THEN '${RARE}' ELSE (ARRAY['production', 'staging', 'test'])[1 + n % 3] END`;
const OPEN = 100;
const WEEK = 2_000;
/** Long after any clock of a test: nobody wakes it. */
const ASLEEP = 9e12;

const DEPLOYMENTS = `
  INSERT INTO deployment (id, number, service, environment, status, requested_by, requested_at,
    started_at, finished_at, digest, rolled_back_by, wake_at, revision, body)
  SELECT id, n, service, environment, status, who, at, at + 1, CASE WHEN open THEN NULL ELSE at + 2 END,
    'sha256:' || n, NULL, CASE WHEN open THEN ${ASLEEP} END, 8,
    $2::jsonb || jsonb_build_object('id', id, 'service', service, 'environment', environment,
      'status', status, 'requestedBy', who, 'requestedAt', at, 'revision', 8)
  FROM (
    SELECT n, 'D-' || n AS id, 'shop-' || n % 100 AS service, ${ENVIRONMENT} AS environment,
      'person-' || n % 40 AS who, n * 1000::bigint AS at, n > $1::int - ${OPEN} AS open,
      CASE WHEN n > $1::int - ${OPEN} THEN (ARRAY['pending', 'running'])[1 + n % 2] WHEN n % 50 = 0 THEN 'failed' ELSE 'succeeded' END
        AS status
    FROM generate_series(1, $1::int) n) AS made`;

const HISTORY: readonly string[] = [
  `INSERT INTO audit_entry (seq, subject, n, body, leaf)
   SELECT n, 'D-' || 1 + (n - 1) / 5, 1 + (n - 1) % 5, '{"by":"fairway","what":"stepped"}',
     sha256(n::text::bytea)
   FROM generate_series(1, 5 * $1::int) n`,
  `UPDATE ledger_head SET size = 5 * $1::int, leaf = sha256((5 * $1::int)::text::bytea)`,
  `INSERT INTO outbox (service, environment, event, told_at)
   SELECT 'shop-' || n % 100, 'production', '{}', extract(epoch FROM clock_timestamp()) * 1000
   FROM generate_series(1, 5 * least($1::int, ${WEEK})) n`,
  `INSERT INTO inbox (id, kind, body, received_at, done_at)
   SELECT 'i' || n, 'event', '{}', n, CASE WHEN n > $1::int - 20 THEN NULL ELSE n END
   FROM generate_series(1, $1::int) n`,
  `INSERT INTO message (key, channel, under, broadcast, content, revision, ts, sent_revision,
     wanted_at, due_at)
   SELECT CASE WHEN n % 3 = 0 THEN 'card:D-' || n / 3 ELSE 'log:D-' || n / 3 || ':' || n % 3 END,
     'C0DEPLOYS1', CASE WHEN n % 3 = 0 THEN NULL ELSE 'card:D-' || n / 3 END, false,
     '{"text":"moved on","blocks":[]}', 2, n::text, 2, n, n
   FROM generate_series(3, 3 * $1::int + 2) n`,
  `INSERT INTO fence (service, environment, epoch)
   SELECT DISTINCT service, environment, 3 FROM deployment`,
];

/** Fills an empty, migrated database, and lets the planner know. */
export async function crowd(pool: Pool, deployments: number): Promise<void> {
  await pool.query(DEPLOYMENTS, [deployments, JSON.stringify(sample('D-1'))]);
  for (const text of HISTORY) await pool.query(text, text.includes('$1') ? [deployments] : []);
  await pool.query("SELECT setval('deployment_number', $1)", [deployments]);
  await pool.query('VACUUM ANALYZE');
}
