/**
 * @import {HeaderBlock} from './block-kit.js'
 */
import { el } from '../dom.js';
import { plainWords } from '../text-dom.js';

/**
 * @param {HeaderBlock} block
 * @returns {HTMLElement}
 */
export function drawHeader(block) {
  return el('h3', { class: 'block-header' }, plainWords(block.text));
}
