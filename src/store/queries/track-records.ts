import type { Pool } from 'pg';
import type { TrackRecord } from '../../ports/records.ts';

/** So many of each: what is older says nothing of how a service is released now. */
const LAST = 20;

/** Each service by the index `deployment_target`, its newest that are over. */
const ASK = {
  name: 'track-records',
  text: `
  SELECT asked.service, count(*)::int AS tried,
    count(*) FILTER (WHERE one.status = 'failed' OR one.rolled_back_by IS NOT NULL)::int AS failed
  FROM unnest($1::text[]) AS asked (service)
  CROSS JOIN LATERAL (
    SELECT status, rolled_back_by FROM deployment d
    WHERE d.service = asked.service AND d.environment = $2 AND d.status IN ('succeeded', 'failed')
    ORDER BY d.number DESC LIMIT ${LAST}) AS one
  GROUP BY asked.service`,
};

/** How the last deployments of these services there went; what was never tried is not among them. */
export async function trackRecords(
  pool: Pool,
  services: readonly string[],
  environment: string,
): Promise<ReadonlyMap<string, TrackRecord>> {
  const { rows } = await pool.query<TrackRecord & { readonly service: string }>({
    ...ASK,
    values: [services, environment],
  });
  return new Map(rows.map(({ service, tried, failed }) => [service, { tried, failed }]));
}
