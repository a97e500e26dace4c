import type { Sighting } from '../../domain/deployment/sighting.ts';
import type { Target } from '../../domain/kernel/target.ts';
import type { Sightings } from '../../ports/sightings.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

const KNOW = `
  INSERT INTO sighting (service, environment) SELECT * FROM unnest($1::text[], $2::text[])
  ON CONFLICT DO NOTHING`;

const CLAIM = `
  WITH time AS (SELECT ${nowSql('$4')} AS now), due AS (
    SELECT service, environment FROM sighting
    JOIN unnest($1::text[], $2::bigint[]) AS asked(environment, every) USING (environment)
    WHERE looked_at <= (SELECT now FROM time) - every
    ORDER BY looked_at LIMIT $3 FOR UPDATE OF sighting SKIP LOCKED)
  UPDATE sighting SET looked_at = (SELECT now FROM time) FROM due
  WHERE sighting.service = due.service AND sighting.environment = due.environment
  RETURNING sighting.service, sighting.environment`;

const UNTOLD = 'SELECT body FROM sighting WHERE told < revision ORDER BY service LIMIT $1';

const TOLD = `
  UPDATE sighting SET told = $3 WHERE service = $1 AND environment = $2 AND told < $3`;

export function createSightings({ pool, clock }: Database): Sightings {
  return {
    async know(targets) {
      const places = [targets.map((t) => t.service), targets.map((t) => t.environment)];
      await pool.query(KNOW, places);
    },
    async claim(everyMs, limit) {
      const asked = [[...everyMs.keys()], [...everyMs.values()], limit, nowParameter(clock)];
      const { rows } = await pool.query<Target>(CLAIM, asked);
      return rows;
    },
    async untold(limit) {
      const { rows } = await pool.query<{ body: Sighting }>(UNTOLD, [limit]);
      return rows.map(({ body }) => body);
    },
    async told({ service, environment, revision }) {
      await pool.query(TOLD, [service, environment, revision]);
    },
  };
}
