/**
 * Select menus, as the browser's own: the keyboard, the phone and the screen reader know them.
 *
 * @import {Attributes} from '../dom.js'
 * @import {Directory} from '../directory.js'
 * @import {Option, StaticSelectElement, UsersSelectElement} from './block-kit.js'
 * @import {Control} from './render-context.js'
 */
import { el } from '../dom.js';
import { plainWords } from '../text-dom.js';

/**
 * @param {StaticSelectElement} element
 * @param {Attributes} attributes
 * @returns {Control}
 */
export function drawStaticSelect(element, attributes) {
  const groups = (element.option_groups ?? []).map((group) =>
    el('optgroup', { label: plainWords(group.label) }, group.options.map(drawOption)),
  );
  const options = [...(element.options ?? []).map(drawOption), ...groups];
  const placeholder = plainWords(element.placeholder) || 'Select an option';
  return drawSelect(options, placeholder, element.initial_option?.value, attributes);
}

/**
 * @param {UsersSelectElement} element
 * @param {Directory} directory
 * @param {Attributes} attributes
 * @returns {Control}
 */
export function drawPeopleSelect(element, directory, attributes) {
  const options = directory.people
    .filter((person) => person.deleted !== true && person.is_bot !== true)
    .map((person) => el('option', { value: person.id }, person.real_name || person.name));
  const placeholder = plainWords(element.placeholder) || 'Select a person';
  return drawSelect(options, placeholder, element.initial_user, attributes);
}

/**
 * @param {Option} option
 * @returns {HTMLElement}
 */
function drawOption(option) {
  return el('option', { value: option.value ?? '' }, plainWords(option.text));
}

/**
 * @param {readonly HTMLElement[]} options
 * @param {string} placeholder
 * @param {string | undefined} initial
 * @param {Attributes} attributes
 * @returns {Control}
 */
function drawSelect(options, placeholder, initial, attributes) {
  const select = el(
    'select',
    {
      class: 'select',
      'aria-label': attributes['id'] === undefined ? placeholder : null,
      ...attributes,
    },
    el('option', { value: '', disabled: true, hidden: true, selected: true }, placeholder),
    options,
  );
  if (initial !== undefined) select.value = initial;
  return {
    node: select,
    focusable: select,
    read: () => (select.value === '' ? undefined : select.value),
    write(value) {
      if (typeof value === 'string') select.value = value;
    },
  };
}
