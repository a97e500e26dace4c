import type { Delivery, Messages } from '../../ports/messages.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

/**
 * Where a reply stands in its thread: by when it was wished for, and of the same moment by the revision
 * in its key (`log:D-12:7:started`), shorter numbers first.
 */
function place(of: 'message' | 'before'): string {
  const revision = `split_part(${of}.key, ':', 3)`;
  return `(${of}.wanted_at, length(${revision}), ${revision})`;
}

const UNSENT = 'parked IS NULL AND (sent_revision IS NULL OR sent_revision < revision)';
const DELIVERY = `key, channel, under, broadcast, content, revision, ts, sent_revision, doubtful,
  parked, attempts`;

/** Where a message belongs is settled by its first wish; a time asked for by the chat is kept. */
const WANT = `
  INSERT INTO message AS stored
    (key, channel, under, broadcast, content, revision, wanted_at, due_at)
  VALUES ($1, $2, $3, $4, $5, $6, ${nowSql('$7')}, ${nowSql('$7')})
  ON CONFLICT (key) DO UPDATE SET
    content = excluded.content, broadcast = excluded.broadcast, revision = excluded.revision
  WHERE stored.revision <= excluded.revision`;

/** A thread is a log: no reply is posted while one wished for before it under the same message is not. */
const IN_TURN = `(message.ts IS NOT NULL OR NOT EXISTS (
    SELECT FROM message AS before
    WHERE before.under = message.under AND before.sent_revision IS NULL AND before.parked IS NULL
      AND ${place('before')} < ${place('message')}))`;

/** `attempts` counts since the last success, so that one that dies with its worker counts too. */
const TAKE = `
  UPDATE message SET held_until = ${nowSql('$3')} + $2::bigint, attempts = attempts + 1
  WHERE key = $1 AND ${UNSENT} AND due_at <= ${nowSql('$3')} AND held_until <= ${nowSql('$3')}
    AND ${IN_TURN}
  RETURNING ${DELIVERY}`;

const BEGIN = 'UPDATE message SET doubtful = true WHERE key = $1 AND ts IS NULL';

const SENT = `
  UPDATE message SET ts = $2, sent_revision = greatest(sent_revision, $3::bigint),
    doubtful = false, attempts = 0, held_until = 0
  WHERE key = $1`;

const LATER = `
  UPDATE message SET due_at = $2, held_until = 0, doubtful = doubtful AND NOT $3::boolean
  WHERE key = $1`;

const PARK = 'UPDATE message SET parked = $2, held_until = 0 WHERE key = $1';

const FIND = `SELECT ${DELIVERY} FROM message WHERE key = $1`;

/**
 * A channel takes about one post a second, so the order matters: first what has its own place there,
 * then replies in the order they were wished for, whenever each was put off to.
 */
const DUE = `
  SELECT key FROM message
  WHERE ${UNSENT} AND due_at <= ${nowSql('$2')} AND held_until <= ${nowSql('$2')}
  ORDER BY under IS NOT NULL, ${place('message')}
  LIMIT $1`;

const PARKED = `
  SELECT ${DELIVERY} FROM message WHERE parked IS NOT NULL ORDER BY wanted_at DESC LIMIT $1`;

interface MessageRow extends Omit<Delivery, 'revision' | 'sentRevision'> {
  readonly revision: string;
  readonly sent_revision: string | null;
}

export function createMessages({ pool, clock }: Database): Messages {
  return {
    async want({ key, channel, under, broadcast, content, revision }) {
      const wish = [key, channel, under, broadcast, JSON.stringify(content), revision];
      await pool.query(WANT, [...wish, nowParameter(clock)]);
    },
    async take(key, forMs) {
      const taken = await pool.query<MessageRow>(TAKE, [key, forMs, nowParameter(clock)]);
      return firstDelivery(taken.rows);
    },
    async begin(key) {
      await pool.query(BEGIN, [key]);
    },
    async sent(key, ts, revision) {
      await pool.query(SENT, [key, ts, revision]);
    },
    async later(key, at, refusedForSure) {
      await pool.query(LATER, [key, at, refusedForSure]);
    },
    async park(key, why) {
      await pool.query(PARK, [key, why]);
    },
    async find(key) {
      const found = await pool.query<MessageRow>(FIND, [key]);
      return firstDelivery(found.rows);
    },
    async due(limit) {
      const due = await pool.query<{ key: string }>(DUE, [limit, nowParameter(clock)]);
      return due.rows.map((row) => row.key);
    },
    async parked(limit) {
      const parked = await pool.query<MessageRow>(PARKED, [limit]);
      return parked.rows.map(toDelivery);
    },
  };
}

function firstDelivery([row]: readonly MessageRow[]): Delivery | null {
  return row ? toDelivery(row) : null;
}

function toDelivery({ sent_revision, revision, ...row }: MessageRow): Delivery {
  const sentRevision = sent_revision === null ? null : Number(sent_revision);
  return { ...row, revision: Number(revision), sentRevision };
}
