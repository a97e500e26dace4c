/**
 * @import {ActionsBlock} from './block-kit.js'
 * @import {RenderContext} from './render-context.js'
 */
import { el } from '../dom.js';
import { drawElement } from './element.js';

/**
 * @param {ActionsBlock} block
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
export function drawActions(block, context) {
  return el(
    'div',
    { class: 'block-actions' },
    block.elements.map((element) => drawElement(element, context)),
  );
}
