/**
 * @import {Attributes} from '../dom.js'
 * @import {ChoicesElement, Option} from './block-kit.js'
 * @import {Control, RenderContext} from './render-context.js'
 */
import { el } from '../dom.js';
import { drawText } from '../text-dom.js';
import { uniqueId } from './unique-id.js';

/**
 * Radio buttons read one value, checkboxes a list.
 *
 * @param {ChoicesElement} element
 * @param {RenderContext} context
 * @param {Attributes} attributes
 * @returns {Control}
 */
export function drawChoices(element, context, attributes) {
  const single = element.type === 'radio_buttons';
  const name = uniqueId('choice');
  const initial = [element.initial_option, ...(element.initial_options ?? [])].map(
    (option) => option?.value,
  );
  const inputs = element.options.map((option) => {
    const input = el('input', { type: single ? 'radio' : 'checkbox', name, value: option.value });
    input.checked = option.value !== undefined && initial.includes(option.value);
    return input;
  });
  const rows = inputs.map((input, at) => drawChoice(input, element.options[at], context));
  const node = el(
    'div',
    { class: 'choices', role: single ? 'radiogroup' : 'group', ...attributes },
    rows,
  );
  return {
    node,
    focusable: inputs[0] ?? node,
    read() {
      const values = inputs.filter((input) => input.checked).map((input) => input.value);
      return single ? values[0] : values;
    },
    write(value) {
      const wanted = typeof value === 'string' ? [value] : (value ?? []);
      for (const input of inputs) input.checked = wanted.includes(input.value);
    },
  };
}

/**
 * @param {HTMLInputElement} input
 * @param {Option | undefined} option
 * @param {RenderContext} context
 * @returns {HTMLElement}
 */
function drawChoice(input, option, context) {
  const description = option?.description;
  return el(
    'label',
    { class: 'choice' },
    input,
    el(
      'span',
      { class: 'choice-words' },
      option ? drawText(option.text, context) : null,
      description ? el('span', { class: 'choice-detail' }, drawText(description, context)) : null,
    ),
  );
}
