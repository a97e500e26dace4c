/**
 * Draws Slack's text objects.
 *
 * @import {TextObject} from './blocks/block-kit.js'
 * @import {Reader} from './inline-dom.js'
 * @import {Paragraph} from './mrkdwn.js'
 */
import { el } from './dom.js';
import { replaceEmoji } from './emoji.js';
import { drawInline } from './inline-dom.js';
import { parseMrkdwn } from './mrkdwn.js';

/**
 * @param {TextObject} text
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
export function drawText(text, reader) {
  return text.type === 'mrkdwn'
    ? drawMrkdwn(text.text, reader)
    : el('div', { class: 'text' }, plainWords(text));
}

/**
 * @param {string} text
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
export function drawMrkdwn(text, reader) {
  const paragraphs = parseMrkdwn(text).map((paragraph) => drawParagraph(paragraph, reader));
  return el('div', { class: 'text' }, paragraphs);
}

/**
 * @param {Paragraph} paragraph
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
function drawParagraph(paragraph, reader) {
  switch (paragraph.kind) {
    case 'paragraph':
      return el('p', {}, drawInline(paragraph.children, reader));
    case 'quote':
      return el('blockquote', {}, drawInline(paragraph.children, reader));
    case 'pre':
      return el('pre', {}, paragraph.text);
  }
}

/**
 * The words of a plain text object. `emoji: false` keeps `:names:` as they were typed: foreign text
 * is sent that way.
 *
 * @param {TextObject | null | undefined} text
 * @returns {string}
 */
export function plainWords(text) {
  if (text === null || text === undefined) return '';
  return text.emoji === false ? text.text : replaceEmoji(text.text);
}
