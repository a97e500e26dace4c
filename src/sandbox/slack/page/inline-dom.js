/**
 * Draws tokenised text.
 *
 * @import {Directory} from './directory.js'
 * @import {Inline} from './inline.js'
 */
import { el } from './dom.js';
import { emojiFor } from './emoji.js';
import { formatFull, formatSlackDate } from './time.js';

/** @typedef {{ readonly directory: Directory, readonly me: string }} Reader */

/**
 * @param {readonly Inline[]} tokens
 * @param {Reader} reader whose names and time zone apply
 * @returns {Node[]}
 */
export function drawInline(tokens, reader) {
  return tokens.map((token) => drawOne(token, reader));
}

/**
 * @param {Inline} token
 * @param {Reader} reader
 * @returns {Node}
 */
function drawOne(token, reader) {
  switch (token.kind) {
    case 'text':
      return document.createTextNode(token.text);
    case 'code':
      return el('code', {}, token.text);
    case 'break':
      return el('br');
    case 'emoji':
      return drawEmoji(token.name);
    case 'bold':
      return el('strong', {}, drawInline(token.children, reader));
    case 'italic':
      return el('em', {}, drawInline(token.children, reader));
    case 'strike':
      return el('s', {}, drawInline(token.children, reader));
    case 'link':
      return link(token.url, drawInline(token.children, reader));
    case 'user':
      return userMention(token.id, token.label, reader);
    case 'channel':
      return channelMention(token.id, token.label, reader);
    case 'subteam':
      return el('span', { class: 'mention' }, token.label ?? `@${token.id}`);
    case 'broadcast':
      return el('span', { class: 'mention mention-me' }, `@${token.range}`);
    case 'date':
      return drawDate(token);
  }
}

/**
 * A link out of the page; its address was judged by the tokeniser or by the caller.
 *
 * @param {string} url
 * @param {readonly Node[]} children
 * @returns {HTMLElement}
 */
function link(url, children) {
  return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, children);
}

/**
 * @param {string} name
 * @returns {HTMLElement}
 */
function drawEmoji(name) {
  const words = name.replaceAll('_', ' ');
  return el(
    'span',
    { class: 'emoji', role: 'img', 'aria-label': words, title: `:${name}:` },
    emojiFor(name) ?? `:${name}:`,
  );
}

/**
 * @param {string} id
 * @param {string | null} label
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
function userMention(id, label, reader) {
  const known = reader.directory.person(id) !== undefined || id === reader.directory.appUser;
  const name = known ? reader.directory.personName(id) : (label ?? id);
  const own = id === reader.me ? 'mention mention-me' : 'mention';
  return el('span', { class: own }, `@${name.replace(/^@/, '')}`);
}

/**
 * @param {string} id
 * @param {string | null} label
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
function channelMention(id, label, reader) {
  const name = reader.directory.channelName(id);
  const shown = name === id && label !== null ? label : name;
  return el('a', { class: 'mention', href: `#${id}` }, `#${shown}`);
}

/**
 * @param {Extract<Inline, { kind: 'date' }>} token
 * @returns {Node}
 */
function drawDate(token) {
  const clock = { nowMs: Date.now() };
  const words = formatSlackDate(token.seconds, token.format, clock);
  if (words === null) return document.createTextNode(token.fallback);
  const time = el(
    'time',
    {
      datetime: new Date(token.seconds * 1000).toISOString(),
      title: formatFull(token.seconds, clock),
    },
    words,
  );
  return token.url === null ? time : link(token.url, [time]);
}
