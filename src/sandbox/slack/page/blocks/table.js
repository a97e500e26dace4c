/**
 * @import {Reader} from '../inline-dom.js'
 * @import {TableBlock, TableCell} from './block-kit.js'
 */
import { el } from '../dom.js';
import { drawRichText } from './rich-text.js';

/**
 * The first row is the heading, as Slack draws it.
 *
 * @param {TableBlock} block
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
export function drawTable(block, reader) {
  const [head = [], ...body] = block.rows;
  const table = el(
    'table',
    { class: 'table' },
    block.caption ? el('caption', {}, block.caption) : null,
    el('thead', {}, drawRow(head, 'th', block, reader)),
    el(
      'tbody',
      {},
      body.map((row) => drawRow(row, 'td', block, reader)),
    ),
  );
  // Wide tables scroll in their own frame, and a frame that scrolls must be reachable by keyboard.
  return el(
    'div',
    { class: 'block-table', tabindex: '0', role: 'group', 'aria-label': block.caption ?? 'Table' },
    table,
  );
}

/**
 * @param {readonly TableCell[]} cells
 * @param {'th' | 'td'} tag
 * @param {TableBlock} block
 * @param {Reader} reader
 * @returns {HTMLElement}
 */
function drawRow(cells, tag, block, reader) {
  return el(
    'tr',
    {},
    cells.map((cell, column) => {
      const align = block.column_settings?.[column]?.align ?? 'left';
      const scope = tag === 'th' ? 'col' : null;
      return el(tag, { 'data-align': align, scope }, drawCell(cell, reader));
    }),
  );
}

/**
 * @param {TableCell} cell
 * @param {Reader} reader
 * @returns {string | HTMLElement}
 */
function drawCell(cell, reader) {
  switch (cell.type) {
    case 'raw_text':
      return cell.text;
    case 'raw_number':
      return cell.text ?? String(cell.value);
    case 'rich_text':
      return drawRichText(cell, reader);
  }
}
