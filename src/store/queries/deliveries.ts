import type { Pool } from 'pg';
import type { Drill, Drilled, LinkedIncident, Period } from '../../domain/dora/delivery.ts';
import type { Target } from '../../domain/kernel/target.ts';
import { instant } from '../../domain/kernel/time.ts';
import { DELIVERIES, INSIDE, linksOf } from './dora.ts';

/** Which of the counted ones are meant, in the words of the query of dora.ts. */
const WHICH: { readonly [K in Exclude<Drill, 'lead'>]: string } = {
  deployments: 'counts',
  failed: 'counts AND is_failed',
  rework: 'counts AND is_rework',
  aborted: 'is_aborted',
  untimed: 'is_untimed',
};

/** The deployments that brought the slowest commits, the slowest first. */
const SLOWEST = `
  SELECT d.id, d.kind, d.at, d.fixes, d.rollback_of, NULL AS took, slow.lead
  FROM (SELECT d.deployment, max(d.at - d.committed_at) AS lead FROM delivered_commit d
    WHERE ${INSIDE} AND d.committed_at <= d.at GROUP BY d.deployment) AS slow
  JOIN delivery d ON d.id = slow.deployment
  ORDER BY slow.lead DESC, d.id DESC LIMIT $6`;

interface Row {
  readonly id: string;
  readonly kind: 'deploy' | 'rollback';
  readonly at: string;
  readonly fixes: string | null;
  readonly rollback_of: string | null;
  readonly took: string | null;
  readonly lead?: string;
}

/** The deployments behind a number, newest first; of `lead` the slowest first. */
export async function drillDora(
  pool: Pool,
  target: Target,
  period: Period,
  incidents: readonly LinkedIncident[],
  { drill, limit }: { readonly drill: Drill; readonly limit: number },
): Promise<readonly Drilled[]> {
  const where = [target.service, target.environment, period.from, period.to, period.asOf];
  if (drill === 'lead') return drilled((await pool.query<Row>(SLOWEST, [...where, limit])).rows);
  const { rows } = await pool.query<Row>(
    `WITH RECURSIVE ${DELIVERIES}
    SELECT id, kind, at, fixes, rollback_of, closed_at - used_at AS took
    FROM seen WHERE ${WHICH[drill]} ORDER BY at DESC, id DESC LIMIT $7`,
    [...where, JSON.stringify(linksOf(incidents)), limit],
  );
  return drilled(rows);
}

function drilled(rows: readonly Row[]): readonly Drilled[] {
  return rows.map(({ id, kind, at, fixes, rollback_of: rollbackOf, took, lead }) => ({
    ...{ id, kind, at: instant(Number(at)), fixes, rollbackOf },
    recoveredInMs: took === null ? null : Number(took),
    ...(lead === undefined ? {} : { leadMs: Number(lead) }),
  }));
}
