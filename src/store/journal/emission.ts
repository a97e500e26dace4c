import type { PoolClient } from 'pg';
import type { Emissions, Sink } from '../../ports/emissions.ts';
import type { Log } from '../../ports/log.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

const ADD = `
  INSERT INTO emission (key, sink, body, added_at, due_at)
  SELECT key, sink, body, ${nowSql('$4')}, ${nowSql('$4')}
  FROM unnest($1::text[], $2::text[], $3::text[]) AS one(key, sink, body)
  ON CONFLICT (key) DO NOTHING`;

/** `FWYE`, beside the sink's own number: one drainer for each sink. Held by a session, as the outbox holds its own. */
const LOCK = 'SELECT pg_try_advisory_lock(1180129605, hashtext($1)) AS mine';
const UNLOCK = 'SELECT pg_advisory_unlock(1180129605, hashtext($1))';

const OLDEST = `
  SELECT id, key, body, attempts, due_at <= ${nowSql('$2')} AS due,
    added_at < ${nowSql('$2')} - $3::bigint AS stale
  FROM emission WHERE sink = $1 AND over_at IS NULL ORDER BY id LIMIT $4`;

const OVER = `UPDATE emission SET over_at = ${nowSql('$2')}, attempts = attempts + 1 WHERE id = $1`;

const LATER = `
  UPDATE emission SET attempts = attempts + 1, due_at = ${nowSql('$2')} + $3::bigint WHERE id = $1`;

const FORGET = `
  DELETE FROM emission WHERE id = ANY (ARRAY(
    SELECT id FROM emission WHERE over_at < ${nowSql('$1')} - $2::bigint ORDER BY over_at LIMIT 1000))`;

/** What a sink did not take for so long is given up: it is of no use any more, and the table must not grow. */
const GIVE_UP_MS = 24 * 3_600_000;
/** So long an event that is told again is known to have been sent; the outbox keeps its own as long. */
const KEEP_MS = 7 * 24 * 3_600_000;
const LONGEST_WAIT_MS = 5 * 60_000;

interface Unsent {
  readonly id: string;
  readonly key: string;
  readonly body: string;
  readonly attempts: number;
  readonly due: boolean;
  readonly stale: boolean;
}

/**
 * Each is marked as it is sent, so that a sink that takes its time keeps no transaction open, and a crash in
 * between sends one once more and not all of them.
 */
export function createEmissions({ pool, clock, log }: Database & { readonly log: Log }): Emissions {
  const at = (): number | null => nowParameter(clock);
  async function settle(client: PoolClient, sink: Sink, one: Unsent): Promise<'sent' | 'waits'> {
    try {
      await sink.send(one.body);
      await client.query(OVER, [one.id, at()]);
      return 'sent';
    } catch (error) {
      const fields = { sink: sink.name, key: one.key, error: String(error) };
      if (one.stale) {
        log.error(fields, 'a sink took nothing for a day, and this was given up');
        await client.query(OVER, [one.id, at()]);
        return 'sent';
      }
      log.warn(fields, 'a sink did not take an event, it waits');
      const waitMs = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** Math.min(one.attempts, 10));
      await client.query(LATER, [one.id, at(), waitMs]);
      return 'waits';
    }
  }
  return {
    async add(all) {
      if (all.length === 0) return;
      const columns = [all.map((one) => one.key), all.map((one) => one.sink)];
      await pool.query(ADD, [...columns, all.map((one) => one.body), at()]);
    },
    async drain(sink, limit) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        const { rows: locked } = await client.query<{ mine: boolean }>(LOCK, [sink.name]);
        if (!locked[0]?.mine) return 0;
        const values = [sink.name, at(), GIVE_UP_MS, limit];
        const { rows } = await client.query<Unsent>(OLDEST, values);
        const sent = await sendAll(client, sink, rows);
        if (sent > 0) await client.query(FORGET, [at(), KEEP_MS]);
        await client.query(UNLOCK, [sink.name]);
        return sent;
      } catch (error) {
        broken = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        client.release(broken); // a connection that may still hold the lock is closed, not reused
      }
    },
  };
  /** In order, until one waits. */
  async function sendAll(client: PoolClient, sink: Sink, all: readonly Unsent[]): Promise<number> {
    let sent = 0;
    for (const one of all) {
      if (!one.due || (await settle(client, sink, one)) === 'waits') break;
      sent += 1;
    }
    return sent;
  }
}
