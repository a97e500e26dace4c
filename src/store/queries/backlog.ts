import type { Status } from '../../domain/deployment/deployment.ts';
import type { Backlog } from '../../ports/backlog.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';
import { neglectSql } from './unattended.ts';

/** Each count has its (partial) index. */
const COUNT = `
  WITH neglected AS MATERIALIZED (${neglectSql('$1')}),
    broken AS MATERIALIZED (SELECT body -> 'review' AS review FROM deployment
      WHERE body -> 'review' ->> 'dueAt' IS NOT NULL)
  SELECT
    (SELECT coalesce(jsonb_object_agg(status, n), '{}')
      FROM (SELECT status, count(*) AS n FROM deployment GROUP BY status) AS by_status) AS deployments,
    (SELECT coalesce(jsonb_agg(under_way), '[]') FROM (
      SELECT environment, body ->> 'kind' AS kind, status, count(*) AS n FROM deployment
      WHERE status IN ('pending', 'running') GROUP BY 1, 2, 3) AS under_way) AS active,
    (SELECT count(*) FROM outbox WHERE told_at IS NULL) AS untold,
    (SELECT count(*) FROM inbox WHERE done_at IS NULL) AS unfinished,
    (SELECT count(*) FROM message
      WHERE parked IS NULL AND (sent_revision IS NULL OR sent_revision < revision)) AS unsent,
    (SELECT count(*) FROM message WHERE parked IS NOT NULL) AS parked,
    (SELECT count(*) FROM emission WHERE over_at IS NULL) AS unheard,
    (SELECT count(*) FROM neglected WHERE neglect <> 'overdue') AS unattended,
    (SELECT count(*) FROM neglected WHERE neglect = 'overdue') AS overdue,
    (SELECT count(*) FROM sighting WHERE body ->> 'state' = 'open') AS out_of_band,
    (SELECT count(*) FROM breaker WHERE body -> 'state' ->> 'kind' <> 'closed') AS stopped,
    (SELECT count(*) FROM broken) AS emergencies,
    (SELECT count(*) FROM broken WHERE review ->> 'chaseAt' IS NOT NULL) AS owed,
    (SELECT count(*) FROM broken WHERE review ->> 'chaseAt' IS NOT NULL
      AND (review ->> 'dueAt')::bigint < ${nowSql('$1')}) AS late`;

interface Row {
  readonly deployments: Readonly<Partial<Record<Status, number>>>;
  readonly active: Backlog['active'];
  readonly untold: string;
  readonly unfinished: string;
  readonly unsent: string;
  readonly parked: string;
  readonly unheard: string;
  readonly unattended: string;
  readonly overdue: string;
  readonly out_of_band: string;
  readonly stopped: string;
  readonly emergencies: string;
  readonly owed: string;
  readonly late: string;
}

/** How much is recorded and how much waits, all at one moment. */
export async function readBacklog({
  pool,
  clock = 'database',
}: Pick<Database, 'pool'> & Partial<Database>): Promise<Backlog> {
  const { rows } = await pool.query<Row>(COUNT, [nowParameter(clock)]);
  const [row] = rows;
  if (!row) throw new Error('a SELECT without FROM answers with one row');
  const { pending = 0, running = 0, succeeded = 0, failed = 0, cancelled = 0 } = row.deployments;
  return {
    deployments: { pending, running, succeeded, failed, cancelled },
    active: row.active,
    untoldEvents: Number(row.untold),
    unfinishedActs: Number(row.unfinished),
    unsentMessages: Number(row.unsent),
    parkedMessages: Number(row.parked),
    unsentEmissions: Number(row.unheard),
    unattendedDeployments: Number(row.unattended),
    overdueDeployments: Number(row.overdue),
    outOfBand: Number(row.out_of_band),
    stoppedLines: Number(row.stopped),
    emergencies: Number(row.emergencies),
    reviewsOwed: Number(row.owed),
    reviewsOverdue: Number(row.late),
  };
}
