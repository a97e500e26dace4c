/**
 * @import {RenderContext} from './blocks/render-context.js'
 * @import {Attachment} from './model.js'
 */
import { drawBlocks } from './blocks/render-block.js';
import { el } from './dom.js';
import { isSafeLink } from './escape.js';
import { drawMrkdwn } from './text-dom.js';

/** Slack's three words for colours. */
const namedColors = new Map([
  ['good', '#2eb67d'],
  ['warning', '#ecb22e'],
  ['danger', '#e01e5a'],
]);

/**
 * A legacy attachment: its colour bar, and what stands beside it.
 *
 * @param {Attachment} attachment
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
export function drawAttachment(attachment, context) {
  const bar = el('span', { class: 'attachment-bar' });
  bar.style.backgroundColor = barColor(attachment.color);
  const { pretext } = attachment;
  return el(
    'div',
    { class: 'attachment-wrap' },
    pretext ? drawMrkdwn(pretext, context) : null,
    el('div', { class: 'attachment' }, bar, drawBody(attachment, context)),
  );
}

/**
 * @param {Attachment} attachment
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
function drawBody(attachment, context) {
  const blocks = attachment.blocks ?? [];
  const words = attachment.text ?? (blocks.length > 0 ? '' : attachment.fallback);
  return el(
    'div',
    { class: 'attachment-body' },
    drawTitle(attachment),
    words ? drawMrkdwn(words, context) : null,
    blocks.length > 0 ? drawBlocks(blocks, context) : null,
    (attachment.fields ?? []).map((field) =>
      el('p', {}, el('strong', {}, field.title), ' ', field.value),
    ),
    attachment.footer ? el('p', { class: 'attachment-foot' }, attachment.footer) : null,
  );
}

/**
 * @param {Attachment} attachment
 * @returns {HTMLElement | null}
 */
function drawTitle({ title, title_link: url = '' }) {
  if (!title) return null;
  if (!isSafeLink(url)) return el('strong', {}, title);
  return el('strong', {}, el('a', { href: url, target: '_blank', rel: 'noopener' }, title));
}

/**
 * @param {string | undefined} color
 * @returns {string}
 */
function barColor(color) {
  const hex = /^#?([0-9a-f]{6})$/i.exec(color ?? '')?.[1];
  return namedColors.get(color ?? '') ?? (hex === undefined ? '#8d8d8d' : `#${hex}`);
}
