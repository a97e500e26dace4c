/**
 * @import {Block} from './block-kit.js'
 * @import {RenderContext} from './render-context.js'
 */
import { el } from '../dom.js';
import { drawActions } from './actions.js';
import { drawAlert } from './alert.js';
import { drawContext } from './context.js';
import { drawHeader } from './header.js';
import { drawImage } from './image.js';
import { drawInput } from './input.js';
import { drawMarkdown } from './markdown-block.js';
import { drawRichText } from './rich-text.js';
import { drawSection } from './section.js';
import { drawTable } from './table.js';

/**
 * @param {readonly Block[]} blocks
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
export function drawBlocks(blocks, context) {
  return el(
    'div',
    { class: 'blocks' },
    blocks.map((block) => drawBlock(block, within(block, context))),
  );
}

/**
 * @param {Block} block
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
function drawBlock(block, context) {
  /** @type {string} */
  const name = block.type;
  switch (block.type) {
    case 'header':
      return drawHeader(block);
    case 'section':
      return drawSection(block, context);
    case 'context':
      return drawContext(block, context);
    case 'divider':
      return el('hr', { class: 'block-divider' });
    case 'actions':
      return drawActions(block, context);
    case 'image':
      return drawImage(block);
    case 'input':
      return drawInput(block, context);
    case 'rich_text':
      return drawRichText(block, context);
    case 'table':
    case 'data_table':
      return drawTable(block, context);
    case 'markdown':
      return drawMarkdown(block, context);
    case 'alert':
      return drawAlert(block, context);
    default:
      return el('p', { class: 'block-unknown' }, `This page does not draw “${name}” blocks yet.`);
  }
}

/**
 * Presses name their block: two rows of a list may hold buttons of the same action_id.
 *
 * @param {Block} block
 * @param {RenderContext} context
 * @returns {RenderContext}
 */
function within(block, context) {
  const { block_id: blockId } = block;
  if (blockId === undefined) return context;
  return {
    ...context,
    press: (press, confirm, source) =>
      context.press({ ...press, block_id: blockId }, confirm, source),
  };
}
