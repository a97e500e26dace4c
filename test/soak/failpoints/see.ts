import type { Pool } from 'pg';
import type { Deployment } from '../../../src/domain/deployment/deployment.ts';

/** Everything a database knows of one service. */
export interface Seen {
  /** Oldest first. */
  readonly deployments: readonly Deployment[];
  /** Acts received and not done. */
  readonly unfinished: readonly string[];
  readonly untold: number;
  /** Messages that do not show their latest state. */
  readonly unsent: number;
  readonly parked: readonly string[];
  /** Milliseconds until the next thing falls due or into free hands; null when nothing will. */
  readonly nextDue: number | null;
}

const SEE = `
  WITH own AS (SELECT * FROM deployment WHERE service = $1),
    acts AS (SELECT * FROM inbox WHERE id LIKE $1 || '-act-%' AND done_at IS NULL),
    words AS (SELECT m.* FROM message m JOIN own ON split_part(m.key, ':', 2) = own.id),
    behind AS (SELECT * FROM words WHERE parked IS NULL
      AND (sent_revision IS NULL OR sent_revision < revision)),
    times AS (
      SELECT wake_at AS at FROM own WHERE status IN ('pending', 'running')
      UNION ALL SELECT lease_until FROM fence WHERE service = $1
        AND EXISTS (SELECT FROM own WHERE status = 'running')
      UNION ALL SELECT held_until FROM acts
      UNION ALL SELECT greatest(held_until, due_at) FROM behind)
  SELECT
    (SELECT coalesce(json_agg(body ORDER BY number), '[]') FROM own) AS deployments,
    (SELECT coalesce(json_agg(id), '[]') FROM acts) AS unfinished,
    (SELECT count(*)::int FROM outbox WHERE service = $1 AND told_at IS NULL) AS untold,
    (SELECT count(*)::int FROM behind) AS unsent,
    (SELECT coalesce(json_agg(key || ': ' || parked), '[]') FROM words WHERE parked IS NOT NULL) AS parked,
    (SELECT min(at)::float8 FROM times WHERE at > $2) AS next`;

interface SeenRow extends Omit<Seen, 'nextDue'> {
  readonly next: number | null;
}

export async function see(pool: Pool, service: string, now: number): Promise<Seen> {
  const { rows } = await pool.query<SeenRow>(SEE, [service, now]);
  const [row] = rows;
  if (!row) throw new Error('a query without a row');
  const { next, ...seen } = row;
  return { ...seen, nextDue: next === null ? null : next - now };
}

interface Entry {
  readonly subject: string;
  readonly body: string;
}

/** What the ledger says of these deployments, oldest first. */
export async function ledgerOf(pool: Pool, ids: readonly string[]): Promise<readonly Entry[]> {
  const { rows } = await pool.query<Entry>(
    'SELECT subject, body FROM audit_entry WHERE subject = ANY($1) ORDER BY seq',
    [ids],
  );
  return rows;
}
