/**
 * @import {MarkdownLine} from '../markdown.js'
 * @import {Reader} from '../inline-dom.js'
 * @import {MarkdownBlock} from './block-kit.js'
 */
import { el } from '../dom.js';
import { drawInline } from '../inline-dom.js';
import { parseMarkdown } from '../markdown.js';

/**
 * @param {MarkdownBlock} block
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
export function drawMarkdown(block, reader) {
  const root = el('div', { class: 'text block-markdown' });
  for (const line of parseMarkdown(block.text)) root.append(drawLine(line, root, reader));
  return root;
}

/**
 * @param {MarkdownLine} line
 * @param {HTMLElement} root
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
function drawLine(line, root, reader) {
  switch (line.kind) {
    case 'paragraph':
      return el('p', {}, drawInline(line.children, reader));
    case 'quote':
      return el('blockquote', {}, drawInline(line.children, reader));
    case 'heading':
      return el(
        'p',
        { class: 'markdown-heading', role: 'heading', 'aria-level': line.level + 2 },
        drawInline(line.children, reader),
      );
    case 'pre':
      return el('pre', {}, line.text);
    case 'rule':
      return el('hr', { class: 'block-divider' });
    case 'item':
      return drawItem(line, root, reader);
    case 'row':
      return drawRow(line, root, reader);
  }
}

/**
 * Items that follow one another share a list.
 *
 * @param {Extract<MarkdownLine, { kind: 'item' }>} line
 * @param {HTMLElement} root
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
function drawItem(line, root, reader) {
  const item = el('li', {}, drawInline(line.children, reader));
  const tag = line.ordered ? 'ol' : 'ul';
  const last = root.lastElementChild;
  const same = last?.tagName === tag.toUpperCase() && last instanceof HTMLElement;
  if (same && last.dataset['indent'] === String(line.indent)) {
    last.append(item);
    return last;
  }
  const start = line.ordered ? line.number : null;
  return el(tag, { class: 'list', 'data-indent': line.indent, start }, item);
}

/**
 * Rows that follow one another share a table; the first is the heading.
 *
 * @param {Extract<MarkdownLine, { kind: 'row' }>} line
 * @param {HTMLElement} root
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
function drawRow(line, root, reader) {
  const last = root.lastElementChild;
  const continued = last instanceof HTMLTableElement;
  const cells = line.cells.map((cell) => el(continued ? 'td' : 'th', {}, drawInline(cell, reader)));
  const row = el('tr', {}, cells);
  if (!continued) return el('table', { class: 'table' }, row);
  last.append(row);
  return last;
}
