/**
 * @import {Control, RenderContext} from './render-context.js'
 * @import {InputBlock} from './block-kit.js'
 */
import { el } from '../dom.js';
import { plainWords } from '../text-dom.js';
import { drawControl } from './control.js';
import { uniqueId } from './unique-id.js';

/**
 * A labelled control of a form. It registers itself under its block_id, the name by which the app
 * gets the value and sends errors back.
 *
 * @param {InputBlock} block
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
export function drawInput(block, context) {
  const id = uniqueId('input');
  const words = plainWords(block.label);
  const required = block.optional !== true;
  const group = block.element.type === 'radio_buttons' || block.element.type === 'checkboxes';
  const control = drawControl(block.element, context, {
    id,
    'aria-describedby': `${id}-hint ${id}-error`,
    'aria-labelledby': group ? `${id}-label` : null,
  });
  if (control === null) return el('p', { class: 'block-unknown' }, `“${words}” is not drawn yet`);
  const error = el('p', { class: 'input-error', id: `${id}-error`, role: 'alert', hidden: true });
  const root = el(
    'div',
    { class: 'block-input', 'data-block-id': block.block_id },
    el(
      group ? 'span' : 'label',
      { class: 'input-label', id: `${id}-label`, for: group ? null : id },
      words,
      required ? null : el('span', { class: 'input-optional' }, ' (optional)'),
    ),
    control.node,
    error,
    block.hint ? el('p', { class: 'input-hint', id: `${id}-hint` }, plainWords(block.hint)) : null,
  );
  register(block, context, { control, root, error, required });
  return root;
}

/**
 * @param {InputBlock} block
 * @param {RenderContext} context
 * @param {{ control: Control, root: HTMLElement, error: HTMLElement, required: boolean }} drawn
 */
function register(block, context, { control, root, error, required }) {
  context.fields.set(block.block_id ?? block.element.action_id ?? '', {
    control,
    required,
    showError(words) {
      error.textContent = words;
      error.hidden = words === null;
      root.classList.toggle('has-error', words !== null);
      control.focusable.setAttribute('aria-invalid', String(words !== null));
    },
  });
  control.node.addEventListener('change', () => {
    const selected = control.read();
    if (block.dispatch_action !== true || selected === undefined) return;
    const press = { action_id: block.element.action_id ?? '', selected };
    context.press(press, undefined, control.focusable);
  });
}
