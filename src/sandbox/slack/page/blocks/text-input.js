/**
 * @import {Attributes} from '../dom.js'
 * @import {TextInputElement} from './block-kit.js'
 * @import {Control} from './render-context.js'
 */
import { el } from '../dom.js';
import { plainWords } from '../text-dom.js';

/** @type {Readonly<Record<TextInputElement['type'], string>>} */
const inputTypes = {
  plain_text_input: 'text',
  number_input: 'number',
  email_text_input: 'email',
  url_text_input: 'url',
};

/**
 * @param {TextInputElement} element
 * @param {Attributes} attributes
 * @returns {Control}
 */
export function drawTextInput(element, attributes) {
  const shared = {
    class: 'input',
    placeholder: plainWords(element.placeholder) || null,
    maxlength: element.max_length,
    autofocus: element.focus_on_load === true,
    autocomplete: 'off',
    ...attributes,
  };
  const node =
    element.multiline === true
      ? el('textarea', { rows: 4, ...shared })
      : el('input', { type: inputTypes[element.type], ...shared });
  node.value = element.initial_value ?? '';
  return {
    node,
    focusable: node,
    read: () => node.value,
    write(value) {
      if (typeof value === 'string') node.value = value;
    },
  };
}
