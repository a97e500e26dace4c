/**
 * @import {ContextBlock} from './block-kit.js'
 * @import {RenderContext} from './render-context.js'
 */
import { el } from '../dom.js';
import { drawText } from '../text-dom.js';
import { drawPicture } from './image.js';

/**
 * @param {ContextBlock} block
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
export function drawContext(block, context) {
  const elements = block.elements.map((element) =>
    element.type === 'image' ? drawPicture(element, 'context-image') : drawText(element, context),
  );
  return el('div', { class: 'block-context' }, elements);
}
