/**
 * @import {BlockElement, ControlElement} from './block-kit.js'
 * @import {RenderContext} from './render-context.js'
 */
import { el } from '../dom.js';
import { drawButton } from './button.js';
import { drawControl } from './control.js';
import { drawPicture } from './image.js';
import { drawOverflow } from './overflow.js';

/**
 * An element outside an input block: using it is a press.
 *
 * @param {BlockElement} element
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
export function drawElement(element, context) {
  switch (element.type) {
    case 'button':
      return drawButton(element, context);
    case 'overflow':
      return drawOverflow(element, context);
    case 'image':
      return drawPicture(element, 'accessory-image');
    default:
      return drawPressedControl(element, context);
  }
}

/**
 * @param {ControlElement} element
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
function drawPressedControl(element, context) {
  /** @type {string} */
  const name = element.type;
  const control = drawControl(element, context, {});
  if (control === null) return el('span', { class: 'block-unknown' }, `“${name}” is not drawn yet`);
  control.node.dataset['focusKey'] = element.action_id ?? name;
  control.node.addEventListener('change', () => {
    const selected = control.read();
    if (selected === undefined) return;
    const press = { action_id: element.action_id ?? '', selected };
    context.press(press, element.confirm, control.focusable);
  });
  return control.node;
}
