import type { Pool } from 'pg';
import { instant } from '../../domain/kernel/time.ts';
import type { Act, Inbox, Received } from '../../ports/inbox.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';
import { gathering } from './gather.ts';

const PUT = `
  INSERT INTO inbox (id, kind, body, received_at, turn)
  SELECT * FROM unnest($1::text[], $2::text[], $3::json[], $4::bigint[], $5::bigint[])
  ON CONFLICT (id) DO NOTHING RETURNING id`;
/** Beyond so many inserts at once acts go together: each commit is a write to the disk. */
const CROWD = { lanes: 4, most: 100 } as const;

const TAKE = `
  UPDATE inbox SET held_until = ${nowSql('$2')} + $1::bigint
  WHERE id = (
    SELECT id FROM inbox WHERE done_at IS NULL AND held_until <= ${nowSql('$2')}
    ORDER BY turn LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING id, kind, body, received_at`;

const PUT_OFF = `
  UPDATE inbox SET held_until = ${nowSql('$3')} + $2::bigint WHERE id = $1 AND done_at IS NULL`;

const DONE = `UPDATE inbox SET done_at = ${nowSql('$2')} WHERE id = $1 AND done_at IS NULL`;

const UNFINISHED = `
  SELECT id FROM inbox WHERE done_at IS NULL AND held_until <= ${nowSql('$2')}
  ORDER BY turn LIMIT $1`;

const PRUNE = `DELETE FROM inbox WHERE done_at < ${nowSql('$2')} - $1::bigint`;

interface InboxRow {
  readonly id: string;
  readonly kind: Act['kind'];
  readonly body: Act['body'];
  readonly received_at: string;
}

export function createInbox({ pool, clock }: Database): Inbox {
  return {
    put: gathering((acts) => putAll(pool, acts), CROWD),
    async take(forMs) {
      const taken = await pool.query<InboxRow>(TAKE, [forMs, nowParameter(clock)]);
      const [row] = taken.rows;
      if (!row) return null;
      const { id, kind, body, received_at } = row;
      return { id, kind, body, receivedAt: instant(Number(received_at)) };
    },
    async putOff(id, forMs) {
      await pool.query(PUT_OFF, [id, forMs, nowParameter(clock)]);
    },
    async done(id) {
      await pool.query(DONE, [id, nowParameter(clock)]);
    },
    async unfinished(limit) {
      const found = await pool.query<{ id: string }>(UNFINISHED, [limit, nowParameter(clock)]);
      return found.rows.map((row) => row.id);
    },
    async prune(olderThanMs) {
      const pruned = await pool.query(PRUNE, [olderThanMs, nowParameter(clock)]);
      return pruned.rowCount ?? 0;
    },
  };
}

/**
 * One insert for all, in the order of their ids, so that two crowds with the same acts do not wait for
 * each other for ever. True for the first of each id that is new.
 */
async function putAll(pool: Pool, acts: readonly Received[]): Promise<readonly boolean[]> {
  const sorted = acts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { rows } = await pool.query<{ id: string }>(PUT, [
    sorted.map(({ id }) => id),
    sorted.map(({ kind }) => kind),
    sorted.map(({ body }) => JSON.stringify(body)),
    sorted.map(({ receivedAt }) => receivedAt),
    sorted.map(({ receivedAt, turn = receivedAt }) => turn),
  ]);
  const fresh = new Set(rows.map(({ id }) => id));
  return acts.map(({ id }) => fresh.delete(id));
}
