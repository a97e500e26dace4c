/**
 * @import {AlertBlock} from './block-kit.js'
 * @import {RenderContext} from './render-context.js'
 */
import { el } from '../dom.js';
import { drawText } from '../text-dom.js';

/**
 * @param {AlertBlock} block
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
export function drawAlert(block, context) {
  return el(
    'div',
    { class: 'block-alert', role: 'note', 'data-level': block.level ?? 'default' },
    drawText(block.text, context),
  );
}
