import type { Delivery, Messages } from '../../ports/messages.ts';
import { currentTrace } from '../../ports/trace.ts';
import { type Database, nowParameter, nowSql } from '../clock.ts';

/**
 * Where a reply stands in its thread: by when it was wished for, and of the same moment by the revision
 * in its key (`log:D-12:7:started`), shorter numbers first.
 */
function place(of: 'message' | 'before'): string {
  const revision = `split_part(${of}.key, ':', 3)`;
  return `(${of}.wanted_at, length(${revision}), ${revision})`;
}

const BEHIND = '(sent_revision IS NULL OR sent_revision < revision)';
const UNSENT = `parked IS NULL AND ${BEHIND}`;
const DELIVERY = `key, channel, under, broadcast, content, revision, ts, sent_revision, doubtful,
  begun_under, parked, retry_at IS NOT NULL AS mendable, attempts, trace`;
/** What nobody mended in this time stays parked: old news helps nobody. */
const MEND_WITHIN_MS = 24 * 3_600_000;

/** Where a message belongs is settled by its first wish; a time asked for by the chat is kept. */
const WANT = `
  INSERT INTO message AS stored
    (key, channel, under, broadcast, content, revision, wanted_at, due_at, trace)
  VALUES ($1, $2, $3, $4, $5, $6, ${nowSql('$8')}, ${nowSql('$8')}, $7)
  ON CONFLICT (key) DO UPDATE SET content = excluded.content, broadcast = excluded.broadcast,
    revision = excluded.revision, trace = coalesce(excluded.trace, stored.trace)
  WHERE stored.revision <= excluded.revision`;

/** A thread is a log: no reply is posted while one wished for before it under the same message is not. */
const IN_TURN = `(message.ts IS NOT NULL OR NOT EXISTS (
    SELECT FROM message AS before
    WHERE before.under = message.under AND before.sent_revision IS NULL
      AND (before.parked IS NULL OR before.retry_at IS NOT NULL)
      AND ${place('before')} < ${place('message')}))`;

/**
 * An edit can be made twice without harm, and its call ends within ten seconds: a worker that froze or
 * died during one must not keep a card from saying so.
 */
const EDIT_MS = 12_000;

/** `attempts` counts since the last success, so that one that dies with its worker counts too. */
const TAKE = `
  UPDATE message SET held_until = ${nowSql('$3')}
      + CASE WHEN ts IS NULL THEN $2::bigint ELSE least($2::bigint, ${EDIT_MS}) END,
    attempts = attempts + 1
  WHERE key = $1 AND ${BEHIND} AND due_at <= ${nowSql('$3')} AND held_until <= ${nowSql('$3')}
    AND (parked IS NULL OR retry_at <= ${nowSql('$3')})
    AND ${IN_TURN}
  RETURNING ${DELIVERY}`;

const BEGIN = `
  UPDATE message SET doubtful = true, begun_under = $2 WHERE key = $1 AND ts IS NULL`;

const SENT = `
  UPDATE message SET ts = $2, sent_revision = greatest(sent_revision, $3::bigint),
    doubtful = false, attempts = 0, held_until = 0, parked = NULL, retry_at = NULL
  FROM (SELECT parked AS why FROM message WHERE key = $1) AS before
  WHERE key = $1 RETURNING channel, before.why IS NOT NULL AS mended`;

const FREE = `
  UPDATE message SET retry_at = ${nowSql('$2')}
  WHERE channel = $1 AND parked IS NOT NULL AND retry_at > ${nowSql('$2')}`;

const LATER = `
  UPDATE message SET due_at = $2, held_until = 0, doubtful = doubtful AND NOT $3::boolean
  WHERE key = $1`;

const PARK = `
  UPDATE message SET parked = $2, held_until = 0, doubtful = doubtful AND NOT $5::boolean, retry_at = CASE
    WHEN wanted_at > ${nowSql('$4')} - ${MEND_WITHIN_MS} THEN ${nowSql('$4')} + $3::bigint END
  WHERE key = $1 RETURNING channel, retry_at`;

const PUT_OFF_CHANNEL = `
  UPDATE message SET retry_at = $2 WHERE channel = $1 AND parked IS NOT NULL AND retry_at < $2`;

const LOST = `
  UPDATE message SET ts = NULL, sent_revision = NULL, reposted = true, held_until = 0
  WHERE key = $1 AND ts = $2 AND NOT reposted`;

const FIND = `SELECT ${DELIVERY} FROM message WHERE key = $1`;

/** A channel may be configured by its name, and then the chat's id of it is not known here. */
const HEADING = `
  SELECT key FROM message
  WHERE ts = $2 AND under IS NULL AND (channel = $1 OR channel LIKE '#%') LIMIT 2`;

const POSTED = `
  SELECT key FROM message WHERE ts = $1 AND (channel = ANY($2::text[]) OR channel LIKE '#%')`;

/**
 * A channel takes about one post a second, so the order matters: first what has its own place there,
 * then replies in the order they were wished for, whenever each was put off to.
 */
const DUE = `
  SELECT key FROM message
  WHERE ${UNSENT} AND due_at <= ${nowSql('$2')} AND held_until <= ${nowSql('$2')} AND ${IN_TURN}
  ORDER BY under IS NOT NULL, ${place('message')}
  LIMIT $1`;

/** One of each channel, and the same one until it is posted or refused, also while it waits for its pace. */
const MENDABLE = `
  SELECT DISTINCT ON (channel) key FROM message
  WHERE parked IS NOT NULL AND retry_at <= ${nowSql('$2')} AND held_until <= ${nowSql('$2')}
    AND ${BEHIND}
  ORDER BY channel, under IS NOT NULL, ${place('message')}
  LIMIT $1`;

const PARKED = `
  SELECT ${DELIVERY} FROM message WHERE parked IS NOT NULL ORDER BY wanted_at DESC LIMIT $1`;

interface SentRow {
  readonly channel: string;
  readonly mended: boolean;
}

interface ParkedRow {
  readonly channel: string;
  readonly retry_at: string | null;
}

interface MessageRow extends Omit<Delivery, 'revision' | 'sentRevision' | 'begunUnder'> {
  readonly revision: string;
  readonly sent_revision: string | null;
  readonly begun_under: string | null;
}

export function createMessages({ pool, clock }: Database): Messages {
  return {
    async want({ key, channel, under, broadcast, content, revision }) {
      const wish = [key, channel, under, broadcast, JSON.stringify(content), revision];
      const trace = currentTrace()?.id ?? null;
      await pool.query(WANT, [...wish, trace, nowParameter(clock)]);
    },
    async take(key, forMs) {
      const taken = await pool.query<MessageRow>(TAKE, [key, forMs, nowParameter(clock)]);
      return firstDelivery(taken.rows);
    },
    async begin(key, thread) {
      await pool.query(BEGIN, [key, thread]);
    },
    async sent(key, ts, revision) {
      const sent = await pool.query<SentRow>(SENT, [key, ts, revision]);
      const [row] = sent.rows;
      if (row?.mended) await pool.query(FREE, [row.channel, nowParameter(clock)]);
    },
    async later(key, at, refusedForSure) {
      await pool.query(LATER, [key, at, refusedForSure]);
    },
    async park(key, why, retryMs, refusedForSure = false) {
      const values = [key, why, retryMs, nowParameter(clock), refusedForSure];
      const [row] = (await pool.query<ParkedRow>(PARK, values)).rows;
      // One that only waits for another says nothing about its channel.
      if (refusedForSure && row?.retry_at)
        await pool.query(PUT_OFF_CHANNEL, [row.channel, row.retry_at]);
    },
    async lost(key, ts) {
      const lost = await pool.query(LOST, [key, ts]);
      return lost.rowCount === 1;
    },
    async find(key) {
      const found = await pool.query<MessageRow>(FIND, [key]);
      return firstDelivery(found.rows);
    },
    async heading(channel, ts) {
      const { rows } = await pool.query<{ key: string }>(HEADING, [channel, ts]);
      const [only, another] = rows;
      return another ? null : (only?.key ?? null);
    },
    async postedAs(ts, channels) {
      const { rows } = await pool.query<{ key: string }>(POSTED, [ts, channels]);
      return rows.map(({ key }) => key);
    },
    async due(limit) {
      const asked = [DUE, MENDABLE].map((question) =>
        pool.query<{ key: string }>(question, [limit, nowParameter(clock)]),
      );
      const found = await Promise.all(asked);
      return found.flatMap(({ rows }) => rows.map((row) => row.key));
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

function toDelivery({ sent_revision, begun_under, revision, ...row }: MessageRow): Delivery {
  const sentRevision = sent_revision === null ? null : Number(sent_revision);
  return { ...row, revision: Number(revision), sentRevision, begunUnder: begun_under };
}
