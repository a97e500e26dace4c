import type { Pool } from 'pg';
import { type Deployment, isOver } from '../../../src/domain/deployment/deployment.ts';
import type { Target } from '../../../src/domain/kernel/target.ts';
import type { Process } from './incarnate.ts';

const MOST_TURNS = 400;
const TURN_MS = 500;

/** Every deployment of a target, oldest first. */
export async function deploymentsOf(
  pool: Pool,
  { service, environment }: Target,
): Promise<readonly Deployment[]> {
  const { rows } = await pool.query<{ body: Deployment }>(
    'SELECT body FROM deployment WHERE service = $1 AND environment = $2 ORDER BY number',
    [service, environment],
  );
  return rows.map(({ body }) => body);
}

/** One worker takes every deployment of a target as far as it goes without people. */
export async function drive(
  { fairway }: Process,
  where: { readonly pool: Pool; readonly target: Target; readonly advance: (ms: number) => void },
): Promise<readonly Deployment[]> {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const all = await deploymentsOf(where.pool, where.target);
    const moving = all.filter((d) => !isOver(d) && !d.hold);
    if (moving.length === 0) return all;
    for (const { id } of moving) await fairway.runners.advance(id);
    where.advance(TURN_MS);
  }
  return deploymentsOf(where.pool, where.target);
}
