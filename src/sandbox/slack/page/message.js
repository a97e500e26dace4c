/**
 * One message.
 *
 * @import {Message} from './model.js'
 * @import {RenderContext} from './blocks/render-context.js'
 * @import {MenuItem} from './menu.js'
 * @import {ThreadSummary} from './timeline.js'
 */
import { drawAttachment } from './attachment.js';
import { avatar } from './avatar.js';
import { drawBlocks } from './blocks/render-block.js';
import { button, el } from './dom.js';
import { emojiFor } from './emoji.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { drawMrkdwn } from './text-dom.js';
import { formatAgo, formatFull, formatTime } from './time.js';
import { isBroadcast, secondsOf } from './timeline.js';

/**
 * `openThread` is null inside a thread, where threads do not nest.
 *
 * @typedef {{
 *   readonly compact: boolean, readonly thread: ThreadSummary | null,
 *   readonly openThread: ((ts: string) => void) | null, readonly shortcuts: readonly MenuItem[],
 * }} Frame
 */

/**
 * @param {Message} message
 * @param {RenderContext} context
 * @param {Frame} frame
 * @returns {HTMLElement}
 */
export function drawMessage(message, context, frame) {
  const clock = { nowMs: Date.now() };
  const seconds = secondsOf(message.ts);
  const isPrivate = typeof message.ephemeral_to === 'string';
  const author = context.directory.personName(message.user);
  const time = formatTime(seconds, clock);
  const stamp = el(
    'time',
    {
      class: 'message-time',
      datetime: new Date(seconds * 1000).toISOString(),
      title: formatFull(seconds, clock),
    },
    time,
  );
  const classes = `message${frame.compact ? ' is-compact' : ''}${isPrivate ? ' is-private' : ''}`;
  return el(
    'article',
    { class: classes, tabindex: '-1', 'data-ts': message.ts, 'aria-label': `${author}, ${time}` },
    isPrivate ? el('p', { class: 'message-note' }, icon('eye'), 'Only visible to you') : null,
    isBroadcast(message) && frame.openThread ? drawBroadcastNote(message, frame.openThread) : null,
    el(
      'div',
      { class: 'message-row' },
      el(
        'div',
        { class: 'message-gutter' },
        frame.compact ? stamp : avatar(message.user, context.directory),
      ),
      el(
        'div',
        { class: 'message-body' },
        frame.compact ? null : drawHead(message, author, stamp, context),
        drawContent(message, context),
        drawReactions(message, context),
        frame.thread && frame.openThread
          ? drawThreadLink(message, frame.thread, frame.openThread, context)
          : null,
      ),
    ),
    isPrivate ? null : drawTools(message, frame),
  );
}

/**
 * @param {Message} message
 * @param {string} author
 * @param {HTMLElement} stamp
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
function drawHead(message, author, stamp, context) {
  const isApp = message.user === context.directory.appUser || Boolean(message.bot);
  return el(
    'header',
    { class: 'message-head' },
    el('span', { class: 'message-author' }, author),
    isApp ? el('span', { class: 'app-badge' }, 'APP') : null,
    stamp,
  );
}

/**
 * Blocks take the place of the text, which is then for notifications and screen readers.
 *
 * @param {Message} message
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
function drawContent(message, context) {
  const blocks = message.blocks ?? [];
  const edited = Boolean(message.edited) && !message.bot;
  return el(
    'div',
    { class: 'message-content' },
    blocks.length > 0 ? drawBlocks(blocks, context) : drawMrkdwn(message.text ?? '', context),
    edited ? el('span', { class: 'message-edited' }, '(edited)') : null,
    (message.attachments ?? []).map((attachment) => drawAttachment(attachment, context)),
  );
}

/**
 * @param {Message} message
 * @param {RenderContext} context
 * @returns {HTMLElement | null}
 */
function drawReactions(message, context) {
  const reactions = message.reactions ?? [];
  if (reactions.length === 0) return null;
  const chips = reactions.map(({ name, users }) => {
    const who = users.map((user) => context.directory.personName(user)).join(', ');
    const label = `${who} reacted with ${name.replaceAll('_', ' ')}`;
    const words = `${emojiFor(name) ?? `:${name}:`} ${users.length}`;
    return el('li', { class: 'reaction', title: label, 'aria-label': label }, words);
  });
  return el('ul', { class: 'reactions' }, chips);
}

/**
 * @param {Message} message
 * @param {ThreadSummary} thread
 * @param {(ts: string) => void} openThread
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
function drawThreadLink(message, thread, openThread, context) {
  const count = `${thread.count} ${thread.count === 1 ? 'reply' : 'replies'}`;
  const last = formatAgo(secondsOf(thread.lastTs), { nowMs: Date.now() });
  return button(
    { class: 'thread-link', 'data-focus-key': 'thread' },
    () => openThread(message.ts),
    thread.authors.slice(0, 4).map((author) => avatar(author, context.directory)),
    el('span', { class: 'thread-count' }, count),
    el('span', { class: 'thread-last' }, `Last reply ${last}`),
    icon('next'),
  );
}

/**
 * @param {Message} message
 * @param {(ts: string) => void} openThread
 * @returns {HTMLElement}
 */
function drawBroadcastNote(message, openThread) {
  const open = button(
    { class: 'link-button' },
    () => openThread(message.thread_ts ?? message.ts),
    'replied to a thread',
  );
  return el('p', { class: 'message-note' }, icon('reply'), open);
}

/**
 * @param {Message} message
 * @param {Frame} frame
 * @returns {HTMLElement | null}
 */
function drawTools(message, { openThread, shortcuts }) {
  if (openThread === null && shortcuts.length === 0) return null;
  return el(
    'div',
    { class: 'message-tools' },
    openThread === null
      ? null
      : tool('Reply in thread', 'reply', () => openThread(message.thread_ts ?? message.ts)),
    shortcuts.length === 0 ? null : drawShortcuts(shortcuts),
  );
}

/**
 * @param {readonly MenuItem[]} shortcuts
 * @returns {HTMLElement}
 */
function drawShortcuts(shortcuts) {
  const node = tool('Shortcuts of apps', 'more', () =>
    openMenu(node, 'Shortcuts of apps', shortcuts),
  );
  node.setAttribute('aria-haspopup', 'menu');
  return node;
}

/**
 * @param {string} label
 * @param {'reply' | 'more'} picture
 * @param {() => void} onPress
 * @returns {HTMLButtonElement}
 */
function tool(label, picture, onPress) {
  const names = { 'aria-label': label, title: label, 'data-focus-key': picture };
  return button({ class: 'icon-button', ...names }, onPress, icon(picture));
}
