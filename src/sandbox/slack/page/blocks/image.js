/**
 * @import {ImageBlock, ImageElement} from './block-kit.js'
 */
import { el } from '../dom.js';
import { plainWords } from '../text-dom.js';

/**
 * @param {ImageBlock} block
 * @returns {HTMLElement}
 */
export function drawImage(block) {
  const title = plainWords(block.title);
  return el(
    'figure',
    { class: 'block-image' },
    title ? el('figcaption', {}, title) : null,
    drawPicture(block, 'picture'),
  );
}

/**
 * @param {ImageBlock | ImageElement} image
 * @param {string} className
 * @returns {HTMLElement}
 */
export function drawPicture(image, className) {
  const alt = image.alt_text ?? '';
  const file = image.slack_file?.id;
  const url = file ? `/_file/${encodeURIComponent(file)}` : (image.image_url ?? '');
  // A picture whose address is no web address is told.
  if (!/^(https?:\/\/|data:image\/|\/)/i.test(url)) {
    return el('span', { class: 'picture-missing' }, alt || 'Picture');
  }
  return el('img', { class: className, src: url, alt, loading: 'lazy' });
}
