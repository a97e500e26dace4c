import { instant } from '../../domain/kernel/time.ts';
import type { Act, Inbox } from '../../ports/inbox.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

const PUT = `
  INSERT INTO inbox (id, kind, body, received_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (id) DO NOTHING`;

const TAKE = `
  UPDATE inbox SET held_until = ${nowSql('$3')} + $2::bigint
  WHERE id = $1 AND done_at IS NULL AND held_until <= ${nowSql('$3')}
  RETURNING id, kind, body, received_at`;

const DONE = `UPDATE inbox SET done_at = ${nowSql('$2')} WHERE id = $1 AND done_at IS NULL`;

const UNFINISHED = `
  SELECT id FROM inbox WHERE done_at IS NULL AND held_until <= ${nowSql('$2')}
  ORDER BY received_at LIMIT $1`;

const PRUNE = `DELETE FROM inbox WHERE done_at < ${nowSql('$2')} - $1::bigint`;

interface InboxRow {
  readonly id: string;
  readonly kind: Act['kind'];
  readonly body: Act['body'];
  readonly received_at: string;
}

export function createInbox({ pool, clock }: Database): Inbox {
  return {
    async put({ id, kind, body, receivedAt }) {
      const put = await pool.query(PUT, [id, kind, JSON.stringify(body), receivedAt]);
      return put.rowCount === 1;
    },
    async take(id, forMs) {
      const taken = await pool.query<InboxRow>(TAKE, [id, forMs, nowParameter(clock)]);
      const [row] = taken.rows;
      if (!row) return null;
      const { kind, body, received_at } = row;
      return { id, kind, body, receivedAt: instant(Number(received_at)) };
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
