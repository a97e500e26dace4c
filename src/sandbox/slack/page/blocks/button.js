/**
 * @import {ButtonElement} from './block-kit.js'
 * @import {RenderContext} from './render-context.js'
 */
import { button, el } from '../dom.js';
import { isSafeLink } from '../escape.js';
import { plainWords } from '../text-dom.js';

/**
 * @param {ButtonElement} element
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
export function drawButton(element, context) {
  const style = element.style ? ` button-${element.style}` : '';
  const actionId = element.action_id ?? '';
  const attributes = {
    class: `button${style}`,
    'aria-label': element.accessibility_label,
    'data-action-id': actionId,
    'data-focus-key': actionId,
  };
  const words = plainWords(element.text);
  const press =
    element.value === undefined
      ? { action_id: actionId }
      : { action_id: actionId, value: element.value };
  const url = element.url ?? '';
  if (!isSafeLink(url)) {
    const node = button(attributes, () => context.press(press, element.confirm, node), words);
    return node;
  }
  // A link button opens its page and still sends its press, which the app must acknowledge.
  const link = el('a', { ...attributes, href: url, target: '_blank', rel: 'noopener' }, words);
  link.addEventListener('click', () => context.press(press, undefined, link));
  return link;
}
