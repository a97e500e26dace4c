/**
 * What a live event changes in the page's state, and what must be asked again. Pure.
 *
 * @import {LiveEvent, Message, PageState} from './model.js'
 */
import { isBroadcast, isReply, withMessage, withoutMessage } from './timeline.js';

/** @typedef {'workspace' | 'views' | 'home' | 'everything' | `messages:${string}`} Ask */

/** @typedef {{ readonly patch: Partial<PageState>, readonly ask: readonly Ask[] }} Effect */

/**
 * @param {PageState} state
 * @param {LiveEvent} event
 * @returns {Effect}
 */
export function effectOf(state, event) {
  switch (event.type) {
    case 'message':
    case 'changed':
      return messageEffect(state, event);
    case 'deleted':
      return deletedEffect(state, event);
    case 'view':
    case 'view_closed':
      return isForMe(state, event) ? { patch: {}, ask: ['views'] } : nothing;
    case 'home':
      return homeEffect(state, event);
    case 'channel':
      return { patch: {}, ask: ['workspace'] };
    case 'reset':
      return { patch: {}, ask: ['everything'] };
    default:
      return nothing;
  }
}

/** @type {Effect} */
const nothing = { patch: {}, ask: [] };

/**
 * @param {PageState} state
 * @param {LiveEvent} event
 * @returns {Effect}
 */
function messageEffect(state, event) {
  const { channel, message } = event;
  if (channel === undefined) return nothing;
  if (message === undefined) return { patch: {}, ask: [`messages:${channel}`] };
  if (!isVisible(message, state.me)) return nothing;
  const known = state.messages.get(channel);
  const messages = new Map(state.messages);
  // A channel never opened is fetched whole when it is: only its unread mark is kept until then.
  if (known !== undefined) messages.set(channel, withMessage(known, message));
  const fresh = event.type === 'message' && !known?.some((old) => old.ts === message.ts);
  if (!fresh || isSeen(state, channel, message)) return { patch: { messages }, ask: [] };
  return { patch: { messages, unread: withUnread(state, channel, message) }, ask: [] };
}

/**
 * @param {PageState} state
 * @param {LiveEvent} event
 * @returns {Effect}
 */
function deletedEffect(state, event) {
  const known = event.channel === undefined ? undefined : state.messages.get(event.channel);
  if (event.channel === undefined || known === undefined || event.message === undefined) {
    return nothing;
  }
  const messages = new Map(state.messages);
  messages.set(event.channel, withoutMessage(known, event.message.ts));
  return { patch: { messages }, ask: [] };
}

/**
 * @param {PageState} state
 * @param {LiveEvent} event
 * @returns {Effect}
 */
function homeEffect(state, event) {
  if (!isForMe(state, event)) return nothing;
  if (state.place.kind === 'home') return { patch: {}, ask: ['home'] };
  return { patch: { homeUnread: true, home: undefined }, ask: [] };
}

/**
 * @param {PageState} state
 * @param {string} channel
 * @param {Message} message
 * @returns {ReadonlyMap<string, import('./model.js').Unread>}
 */
function withUnread(state, channel, message) {
  const old = state.unread.get(channel) ?? { count: 0, mentions: 0 };
  const names = message.text?.includes(`<@${state.me}`) || message.ephemeral_to === state.me;
  const unread = new Map(state.unread);
  unread.set(channel, { count: old.count + 1, mentions: old.mentions + (names ? 1 : 0) });
  return unread;
}

/**
 * @param {PageState} state
 * @param {string} channel
 * @param {Message} message
 */
function isSeen(state, channel, message) {
  const open = state.place.kind === 'channel' && state.place.id === channel;
  const mine = message.user === state.me;
  const quietReply = isReply(message) && !isBroadcast(message);
  return open || mine || (quietReply && !message.text?.includes(`<@${state.me}`));
}

/**
 * @param {PageState} state
 * @param {LiveEvent} event
 */
function isForMe(state, event) {
  return event.user === undefined || event.user === state.me;
}

/**
 * @param {Message} message
 * @param {string} me
 * @returns {boolean}
 */
export function isVisible(message, me) {
  return typeof message.ephemeral_to !== 'string' || message.ephemeral_to === me;
}
