import type { PoolClient } from 'pg';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Lock } from '../domain/governance/lock.ts';
import { instant } from '../domain/kernel/time.ts';
import type { About, Held } from '../ports/store.ts';
import { type Clock, nowParameter, nowSql } from './clock.ts';

const ENSURE_FENCE = `
  INSERT INTO fence (service, environment) VALUES ($1, $2) ON CONFLICT DO NOTHING`;

const LOCK_FENCE = 'SELECT epoch FROM fence WHERE service = $1 AND environment = $2 FOR UPDATE';

/** A statement of its own: only one that begins after the lock was had sees what its last holder wrote. */
const READ = `
  SELECT ${nowSql('$4')} AS now,
    (SELECT body FROM deployment WHERE id = $3) AS deployment,
    (SELECT body FROM deployment
      WHERE service = $1 AND environment = $2 AND status = 'running') AS running,
    (SELECT body FROM lock WHERE service = $1 AND environment = $2) AS lock`;

interface HeldRow {
  readonly now: string;
  readonly deployment: Deployment | null;
  readonly running: Deployment | null;
  readonly lock: Lock | null;
}

/** Begins a transaction, locks the target's fence row and reads what a decision may rely on. */
export async function open(
  client: PoolClient,
  clock: Clock,
  { target, deployment }: About,
): Promise<{ readonly epoch: number; readonly held: Held }> {
  const place = [target.service, target.environment];
  const [, , fence, read] = await Promise.all([
    client.query('BEGIN'),
    client.query(ENSURE_FENCE, place),
    client.query<{ epoch: string }>(LOCK_FENCE, place),
    client.query<HeldRow>(READ, [...place, deployment ?? null, nowParameter(clock)]),
  ]);
  const row = read.rows[0];
  const epoch = fence.rows[0]?.epoch;
  if (!row || epoch === undefined) throw new Error('the fence row was deleted while it was locked');
  assertThere(row.deployment, place);
  return { epoch: Number(epoch), held: { ...row, now: instant(Number(row.now)) } };
}

/** The lock held is the target's: a deployment from elsewhere would be decided on without one. */
function assertThere(d: Deployment | null, [service, environment]: readonly string[]): void {
  if (d === null || (d.service === service && d.environment === environment)) return;
  throw new Error(`${d.id} is not a deployment of ${service} to ${environment}`);
}
