import type { Pool } from 'pg';
import { z } from 'zod';
import type { Deployment } from '../../../src/domain/deployment/deployment.ts';
import { PLACES } from './organisation.ts';

/** Every deployment there is, oldest first, as the database has it. */
export async function allDeployments(pool: Pool): Promise<readonly Deployment[]> {
  const { rows } = await pool.query<{ body: Deployment }>(
    'SELECT body FROM deployment ORDER BY number',
  );
  return rows.map(({ body }) => body);
}

/** Those that are not over. */
export async function openDeployments(pool: Pool): Promise<readonly Deployment[]> {
  const { rows } = await pool.query<{ body: Deployment }>(
    "SELECT body FROM deployment WHERE status IN ('pending', 'running') ORDER BY number",
  );
  return rows.map(({ body }) => body);
}

const Observed = z.object({
  live: z.array(z.object({ version: z.string(), percent: z.number() })),
});

/** The version that has all the traffic at each place, or null where none has. */
export async function whatServes(adminUrl: string): Promise<ReadonlyMap<string, string | null>> {
  const all = PLACES.map(async ({ service, environment }) => {
    const query = new URLSearchParams({ service, environment });
    const answer = await fetch(`${adminUrl}/admin/observe?${query}`);
    const { live } = Observed.parse(await answer.json());
    const whole = live.find(({ percent }) => percent === 100)?.version ?? null;
    return [`${service}/${environment}`, whole] as const;
  });
  return new Map(await Promise.all(all));
}
