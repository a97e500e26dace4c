import type { Deployment } from '../../domain/deployment/deployment.ts';
import {
  FAR_MS,
  type Neglect,
  OVERDUE_MS,
  type Unattended,
} from '../../domain/deployment/unattended.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

/** A person paused it, or people are asked; before the start, people whose yes or deed it awaits. */
const WAITS_FOR_PEOPLE = `
  CASE WHEN jsonb_typeof(d.body -> 'hold') = 'object'
    THEN d.body -> 'hold' ->> 'by' <> 'fairway' OR (d.body -> 'hold' -> 'asks') - 'fairway' <> '[]'
    ELSE jsonb_path_exists(d.body, '$.waiting[*].who[*]') END`;

const LEASED_UNTIL = `
  SELECT lease_until FROM fence WHERE service = d.service AND environment = d.environment`;

/**
 * The invariant as a question: deployments not over that nothing will move, and why. `$n` is the moment
 * asked about. Only what has no wake-up, a late one or a far one is read: ends of one index.
 */
export function neglectSql(parameter: `$${number}`): string {
  return `
  SELECT d.number, d.body,
    CASE
      WHEN d.wake_at IS NULL THEN CASE
        WHEN ${WAITS_FOR_PEOPLE} THEN NULL
        WHEN jsonb_typeof(d.body -> 'hold') = 'object' THEN 'nobody'
        ELSE 'unwoken' END
      WHEN d.wake_at > ${nowSql(parameter)} THEN 'far'
      WHEN d.status = 'running' AND (${LEASED_UNTIL}) > ${nowSql(parameter)} THEN NULL
      ELSE 'overdue' END AS neglect
  FROM deployment d
  WHERE d.id IN (
    ${openWhere('IS NULL')}
    UNION ALL ${openWhere(`< ${nowSql(parameter)} - ${OVERDUE_MS}`)}
    UNION ALL ${openWhere(`> ${nowSql(parameter)} + ${FAR_MS}`)})`;
}

/** Each a range of its own of the index on wake-ups: joined by OR the planner reads all that is open. */
function openWhere(wakes: string): string {
  return `SELECT id FROM deployment WHERE status IN ('pending', 'running') AND wake_at ${wakes}`;
}

const LIST = `
  SELECT body, neglect FROM (${neglectSql('$2')}) AS found
  WHERE neglect IS NOT NULL ORDER BY number LIMIT $1`;

interface Row {
  readonly body: Deployment;
  readonly neglect: Neglect;
}

/** Deployments not over that nothing will move, oldest first. */
export async function listUnattended(
  { pool, clock }: Database,
  limit: number,
): Promise<readonly Unattended[]> {
  const { rows } = await pool.query<Row>(LIST, [limit, nowParameter(clock)]);
  return rows.map(({ body, neglect }) => ({ deployment: body, neglect }));
}
