import type { Pool } from 'pg';
import { LEASE_MS } from '../program/life.ts';

const MS = 'floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

/** Every move of every lease is written down by the database itself, so that none is overlooked. */
export async function watchLeases(pool: Pool): Promise<void> {
  await pool.query(`
    CREATE TABLE seen_lease (
      n bigserial PRIMARY KEY, at bigint, place text, epoch bigint, holder text, until bigint,
      old_holder text, old_until bigint);
    CREATE FUNCTION see_lease() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO seen_lease (at, place, epoch, holder, until, old_holder, old_until)
      VALUES (${MS}, NEW.service || ' in ' || NEW.environment, NEW.epoch, NEW.holder, NEW.lease_until,
        CASE WHEN TG_OP = 'UPDATE' THEN OLD.holder END,
        CASE WHEN TG_OP = 'UPDATE' THEN OLD.lease_until END);
      RETURN NULL;
    END $$;
    CREATE TRIGGER see_lease AFTER INSERT OR UPDATE ON fence
      FOR EACH ROW EXECUTE FUNCTION see_lease()`);
}

/** A clock of the machine that the database is on, beside its own: they are the same. */
const SLACK_MS = 200;

export interface SeenLeases {
  readonly moves: number;
  /** Taken from a living holder, or one epoch of two holders. */
  readonly double: readonly string[];
  /** Ends that only a wrong clock could have set. */
  readonly misdated: readonly string[];
}

export async function seenLeases(pool: Pool): Promise<SeenLeases> {
  const ask = async (sql: string): Promise<readonly string[]> =>
    (await pool.query<{ words: string }>(sql)).rows.map(({ words }) => words);
  const moves = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM seen_lease');
  // Who starts a deployment has the slot, so nothing runs there: a lease still alive is of somebody who
  // claimed it for one that was over before they looked again, and the epoch is raised past them.
  const taken = await ask(`
    SELECT format('%s: %s took the lease of %s, alive for %s ms', place, holder, old_holder,
      old_until - at) AS words FROM seen_lease
    WHERE holder <> old_holder AND old_until > at AND NOT EXISTS (
      SELECT 1 FROM deployment
      WHERE service || ' in ' || environment = place
        AND (body->>'startedAt')::bigint = until - ${LEASE_MS})`);
  const shared = await ask(`
    SELECT format('%s: epoch %s was held by %s', place, epoch, string_agg(DISTINCT holder, ' and '))
      AS words FROM seen_lease
    WHERE holder IS NOT NULL GROUP BY place, epoch HAVING count(DISTINCT holder) > 1`);
  const misdated = await ask(`
    SELECT format('%s: a lease until %s ms from then', place, until - at) AS words FROM seen_lease
    WHERE holder IS NOT NULL AND until > at + ${LEASE_MS + SLACK_MS}`);
  return { moves: Number(moves.rows[0]?.n), double: [...taken, ...shared], misdated };
}
