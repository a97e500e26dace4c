import type { Pool } from 'pg';
import type { Drill, Drilled, LinkedIncident, Period } from '../../domain/dora/delivery.ts';
import type { Target } from '../../domain/kernel/target.ts';
import { instant } from '../../domain/kernel/time.ts';
import { DELIVERIES, linksOf } from './dora.ts';

/** Which of the counted ones are meant, in the words of the query of dora.ts. */
const WHICH: { readonly [K in Drill]: string } = {
  deployments: 'counts',
  failed: 'counts AND is_failed',
  rework: 'counts AND is_rework',
  aborted: 'is_aborted',
  untimed: 'is_untimed',
};

interface Row {
  readonly id: string;
  readonly kind: 'deploy' | 'rollback';
  readonly at: string;
  readonly fixes: string | null;
  readonly rollback_of: string | null;
  readonly took: string | null;
}

/** The deployments behind a number, newest first. */
export async function drillDora(
  pool: Pool,
  target: Target,
  period: Period,
  incidents: readonly LinkedIncident[],
  { drill, limit }: { readonly drill: Drill; readonly limit: number },
): Promise<readonly Drilled[]> {
  const { rows } = await pool.query<Row>(
    `WITH RECURSIVE ${DELIVERIES}
    SELECT id, kind, at, fixes, rollback_of, closed_at - used_at AS took
    FROM seen WHERE ${WHICH[drill]} ORDER BY at DESC, id DESC LIMIT $7`,
    [
      ...[target.service, target.environment, period.from, period.to, period.asOf],
      ...[JSON.stringify(linksOf(incidents)), limit],
    ],
  );
  return rows.map(({ id, kind, at, fixes, rollback_of: rollbackOf, took }) => ({
    ...{ id, kind, at: instant(Number(at)), fixes, rollbackOf },
    recoveredInMs: took === null ? null : Number(took),
  }));
}
