/**
 * @import {Inline} from '../inline.js'
 * @import {RichInline, RichList, RichSection, RichTextBlock} from './block-kit.js'
 * @import {Reader} from '../inline-dom.js'
 */
import { el } from '../dom.js';
import { isSafeLink } from '../escape.js';
import { wordsOf } from '../inline.js';
import { drawInline } from '../inline-dom.js';

/**
 * @param {RichTextBlock} block
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
export function drawRichText(block, reader) {
  return el(
    'div',
    { class: 'text block-rich-text' },
    block.elements.map((element) => drawPart(element, reader)),
  );
}

/**
 * @param {RichSection | RichList} part
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
function drawPart(part, reader) {
  switch (part.type) {
    case 'rich_text_section':
      return el('p', {}, drawInline(richInline(part.elements), reader));
    case 'rich_text_quote':
      return el('blockquote', {}, drawInline(richInline(part.elements), reader));
    case 'rich_text_preformatted':
      return el('pre', {}, wordsOf(richInline(part.elements, false)));
    case 'rich_text_list':
      return drawList(part, reader);
  }
}

/**
 * @param {RichList} list
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
function drawList(list, reader) {
  const items = list.elements.map((item) =>
    el('li', {}, drawInline(richInline(item.elements), reader)),
  );
  const attributes = { class: 'list', 'data-indent': list.indent ?? 0 };
  return list.style === 'ordered'
    ? el('ol', { ...attributes, start: (list.offset ?? 0) + 1 }, items)
    : el('ul', attributes, items);
}

/**
 * Rich text as the tokens that mrkdwn gives, so that both are drawn by one hand.
 *
 * @param {readonly RichInline[]} elements
 * @param {boolean} [styled]
 * @returns {readonly Inline[]}
 */
export function richInline(elements, styled = true) {
  return elements.flatMap((element) => {
    const tokens = tokensOf(element);
    return styled ? withStyle(tokens, element) : tokens;
  });
}

/**
 * @param {RichInline} element
 * @returns {readonly Inline[]}
 */
function tokensOf(element) {
  switch (element.type) {
    case 'text':
      return textTokens(element.text ?? '', element.style?.code === true);
    case 'link':
      return linkTokens(element);
    case 'user':
      return [{ kind: 'user', id: element.user_id ?? '', label: null }];
    case 'usergroup':
      return [{ kind: 'subteam', id: element.usergroup_id ?? '', label: null }];
    case 'channel':
      return [{ kind: 'channel', id: element.channel_id ?? '', label: null }];
    case 'emoji':
      return [{ kind: 'emoji', name: element.name ?? '' }];
    case 'broadcast':
      return [{ kind: 'broadcast', range: element.range ?? 'here' }];
    case 'date':
      return [dateToken(element)];
    case 'color':
      return [{ kind: 'code', text: element.value ?? '' }];
  }
}

/**
 * @param {string} text
 * @param {boolean} code
 * @returns {readonly Inline[]}
 */
function textTokens(text, code) {
  if (code) return [{ kind: 'code', text }];
  return text.split('\n').flatMap((line, at) => {
    /** @type {Inline} */
    const words = { kind: 'text', text: line };
    return at === 0 ? [words] : [{ kind: 'break' }, words];
  });
}

/**
 * @param {RichInline} element
 * @returns {readonly Inline[]}
 */
function linkTokens(element) {
  const url = element.url ?? '';
  const text = element.text || url;
  if (!isSafeLink(url)) return [{ kind: 'text', text }];
  return [{ kind: 'link', url, children: [{ kind: 'text', text }] }];
}

/**
 * @param {RichInline} element
 * @returns {Inline}
 */
function dateToken(element) {
  return {
    kind: 'date',
    seconds: element.timestamp ?? Number.NaN,
    format: element.format ?? '{date_short_pretty} {time}',
    url: isSafeLink(element.url ?? '') ? (element.url ?? null) : null,
    fallback: element.fallback ?? '',
  };
}

/**
 * @param {readonly Inline[]} tokens
 * @param {RichInline} element
 * @returns {readonly Inline[]}
 */
function withStyle(tokens, element) {
  /** @type {readonly ('bold' | 'italic' | 'strike')[]} */
  const kinds = ['strike', 'italic', 'bold'];
  let styled = tokens;
  for (const kind of kinds) {
    if (element.style?.[kind] === true) styled = [{ kind, children: styled }];
  }
  return styled;
}
