/**
 * @import {SectionBlock} from './block-kit.js'
 * @import {RenderContext} from './render-context.js'
 */
import { el } from '../dom.js';
import { drawText } from '../text-dom.js';
import { drawElement } from './element.js';

/**
 * @param {SectionBlock} block
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
export function drawSection(block, context) {
  const fields = (block.fields ?? []).map((field) => drawText(field, context));
  const words = el(
    'div',
    { class: 'section-words' },
    block.text ? drawText(block.text, context) : null,
    fields.length > 0 ? el('div', { class: 'section-fields' }, fields) : null,
  );
  const accessory = block.accessory ? drawElement(block.accessory, context) : null;
  return el(
    'div',
    { class: 'block-section' },
    words,
    accessory ? el('div', { class: 'section-accessory' }, accessory) : null,
  );
}
