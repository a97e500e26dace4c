/**
 * @import {OverflowElement} from './block-kit.js'
 * @import {RenderContext} from './render-context.js'
 */
import { button } from '../dom.js';
import { isSafeLink } from '../escape.js';
import { icon } from '../icons.js';
import { openMenu } from '../menu.js';
import { plainWords } from '../text-dom.js';

/**
 * @param {OverflowElement} element
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
export function drawOverflow(element, context) {
  const actionId = element.action_id ?? '';
  const items = element.options.map((option) => ({
    label: plainWords(option.text),
    detail: plainWords(option.description),
    onPick() {
      if (isSafeLink(option.url ?? '')) window.open(option.url, '_blank', 'noopener');
      const press = { action_id: actionId, selected: option.value ?? '' };
      context.press(press, element.confirm, node);
    },
  }));
  const node = button(
    {
      class: 'button button-overflow',
      'aria-label': 'More actions',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'data-action-id': actionId,
      'data-focus-key': actionId,
    },
    () => openMenu(node, 'More actions', items),
    icon('more'),
  );
  return node;
}
