import type { Pool } from 'pg';

/** So many of each: what is older says nothing of how a service is released now. */
const LAST = 20;

/** Each service by the index `deployment_target`, its newest that went well; a rollback has a shorter way. */
const ASK = {
  name: 'typical-times',
  text: `
  SELECT asked.service,
    (percentile_disc(0.5) WITHIN GROUP (ORDER BY one.took))::float8 AS took
  FROM unnest($1::text[]) AS asked (service)
  CROSS JOIN LATERAL (
    SELECT finished_at - started_at AS took FROM deployment d
    WHERE d.service = asked.service AND d.environment = $2 AND d.status = 'succeeded'
      AND d.started_at IS NOT NULL AND d.body ->> 'kind' = 'deploy'
    ORDER BY d.number DESC LIMIT ${LAST}) AS one
  GROUP BY asked.service`,
};

/** The median of what the last deployments of these services there took, in milliseconds; none of what never went. */
export async function typicalTimes(
  pool: Pool,
  services: readonly string[],
  environment: string,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await pool.query<{ readonly service: string; readonly took: number }>({
    ...ASK,
    values: [services, environment],
  });
  return new Map(rows.map(({ service, took }) => [service, took]));
}
