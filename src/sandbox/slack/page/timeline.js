/**
 * Lists of messages, oldest first, and how they are laid out. Pure.
 *
 * @import {Message} from './model.js'
 * @import {Clock} from './time.js'
 */
import { formatDay, isoDay } from './time.js';

/** Messages of one author closer than this share one heading, as in Slack. */
const groupSeconds = 300;

/**
 * @typedef {{ readonly kind: 'day', readonly key: string, readonly label: string }
 *   | { readonly kind: 'message', readonly key: string, readonly message: Message,
 *       readonly compact: boolean, readonly thread: ThreadSummary | null }} Row
 */

/** @typedef {{ readonly count: number, readonly authors: readonly string[], readonly lastTs: string }} ThreadSummary */

/**
 * @param {readonly Message[]} messages
 * @param {Message} message takes the place of the one with its ts
 * @returns {readonly Message[]}
 */
export function withMessage(messages, message) {
  const rest = messages.filter((known) => known.ts !== message.ts);
  return [...rest, message].toSorted((a, b) => secondsOf(a.ts) - secondsOf(b.ts));
}

/**
 * @param {readonly Message[]} messages
 * @param {string} ts
 * @returns {readonly Message[]}
 */
export function withoutMessage(messages, ts) {
  return messages.filter((known) => known.ts !== ts);
}

/**
 * @param {Message} message
 * @returns {boolean}
 */
export function isReply(message) {
  return typeof message.thread_ts === 'string' && message.thread_ts !== message.ts;
}

/**
 * True for a reply that was also sent to the channel.
 *
 * @param {Message} message
 * @returns {boolean}
 */
export function isBroadcast(message) {
  return message.reply_broadcast === true || message.subtype === 'thread_broadcast';
}

/**
 * @param {readonly Message[]} messages
 * @returns {readonly Message[]} what stands in the channel itself
 */
export function channelMessages(messages) {
  return messages.filter((message) => !isReply(message) || isBroadcast(message));
}

/**
 * @param {readonly Message[]} messages
 * @param {string} ts of the parent
 * @returns {readonly Message[]} the replies
 */
export function repliesTo(messages, ts) {
  return messages.filter((message) => isReply(message) && message.thread_ts === ts);
}

/**
 * @param {readonly Message[]} shown
 * @param {readonly Message[]} all the channel's, to count replies
 * @param {Clock} clock
 * @returns {readonly Row[]}
 */
export function channelRows(shown, all, clock) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Message | null} */
  let previous = null;
  for (const message of shown) {
    const seconds = secondsOf(message.ts);
    const newDay =
      previous === null || isoDay(secondsOf(previous.ts), clock) !== isoDay(seconds, clock);
    if (newDay) {
      rows.push({ kind: 'day', key: isoDay(seconds, clock), label: formatDay(seconds, clock) });
    }
    const compact = !newDay && previous !== null && continues(previous, message);
    rows.push({
      kind: 'message',
      key: message.ts,
      message,
      compact,
      thread: threadSummary(all, message),
    });
    previous = message;
  }
  return rows;
}

/**
 * @param {string} ts
 * @returns {number} Unix seconds
 */
export function secondsOf(ts) {
  return Number(ts);
}

/**
 * @param {readonly Message[]} all
 * @param {Message} parent
 * @returns {ThreadSummary | null}
 */
export function threadSummary(all, parent) {
  if (isReply(parent)) return null;
  const replies = repliesTo(all, parent.ts);
  const last = replies.at(-1);
  if (last === undefined) return null;
  const authors = [...new Set(replies.map((reply) => reply.user ?? ''))];
  return { count: replies.length, authors, lastTs: last.ts };
}

/**
 * @param {Message} previous
 * @param {Message} message
 */
function continues(previous, message) {
  const near = secondsOf(message.ts) - secondsOf(previous.ts) < groupSeconds;
  const sameAuthor = previous.user === message.user;
  const bothPublic = isPrivate(previous) === isPrivate(message);
  return near && sameAuthor && bothPublic && !isBroadcast(message);
}

/** @param {Message} message */
function isPrivate(message) {
  return typeof message.ephemeral_to === 'string';
}
