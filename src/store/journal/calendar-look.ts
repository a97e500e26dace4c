import { targetOfFeed } from '../../domain/governance/calendar-feed.ts';
import type { CalendarLooks } from '../../ports/calendar-feeds.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

const KNOW = `
  INSERT INTO calendar_feed (service, environment) SELECT * FROM unnest($1::text[], $2::text[])
  ON CONFLICT DO NOTHING`;

const CLAIM = `
  WITH time AS (SELECT ${nowSql('$4')} AS now), due AS (
    SELECT service, environment FROM calendar_feed
    JOIN unnest($1::text[], $2::bigint[]) AS asked(service, every) USING (service)
    WHERE looked_at <= (SELECT now FROM time) - every
    ORDER BY looked_at LIMIT $3 FOR UPDATE OF calendar_feed SKIP LOCKED)
  UPDATE calendar_feed SET looked_at = (SELECT now FROM time) FROM due
  WHERE calendar_feed.service = due.service AND calendar_feed.environment = due.environment
  RETURNING calendar_feed.service`;

export function createCalendarLooks({ pool, clock }: Database): CalendarLooks {
  return {
    async know(calendars) {
      const targets = calendars.map(targetOfFeed);
      await pool.query(KNOW, [
        targets.map(({ service }) => service),
        targets.map(({ environment }) => environment),
      ]);
    },
    async claim(everyMs, limit) {
      const names = new Map([...everyMs.keys()].map((name) => [targetOfFeed(name).service, name]));
      const asked = [[...names.keys()], [...everyMs.values()], limit, nowParameter(clock)];
      const { rows } = await pool.query<{ service: string }>(CLAIM, asked);
      return rows.flatMap(({ service }) => names.get(service) ?? []);
    },
  };
}
