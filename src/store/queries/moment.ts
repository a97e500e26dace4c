import type { Deployment, DeploymentId } from '../../domain/deployment/deployment.ts';
import { instant } from '../../domain/kernel/time.ts';
import type { Moment } from '../../ports/records.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

const MOMENT = {
  name: 'moment',
  text: `SELECT body, ${nowSql('$2')} AS now FROM deployment WHERE id = $1`,
};

/** The deployment with this id, and what time it is, in one question. */
export async function findMoment(
  { pool, clock }: Database,
  id: DeploymentId,
): Promise<Moment | null> {
  const { rows } = await pool.query<{ body: Deployment; now: string }>({
    ...MOMENT,
    values: [id, nowParameter(clock)],
  });
  const [row] = rows;
  return row ? { deployment: row.body, now: instant(Number(row.now)) } : null;
}
