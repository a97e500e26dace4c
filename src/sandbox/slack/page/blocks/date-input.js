/**
 * @import {Attributes} from '../dom.js'
 * @import {DateElement} from './block-kit.js'
 * @import {Control} from './render-context.js'
 */
import { el } from '../dom.js';
import { plainWords } from '../text-dom.js';

/**
 * Reads `YYYY-MM-DD` or `HH:mm`, as Slack's pickers send them.
 *
 * @param {DateElement} element
 * @param {Attributes} attributes
 * @returns {Control}
 */
export function drawDateInput(element, attributes) {
  const isDate = element.type === 'datepicker';
  const label = plainWords(element.placeholder) || (isDate ? 'Select a date' : 'Select a time');
  const node = el('input', {
    type: isDate ? 'date' : 'time',
    class: 'input input-date',
    'aria-label': attributes['id'] === undefined ? label : null,
    ...attributes,
  });
  node.value = (isDate ? element.initial_date : element.initial_time) ?? '';
  return {
    node,
    focusable: node,
    read: () => (node.value === '' ? undefined : node.value),
    write(value) {
      if (typeof value === 'string') node.value = value;
    },
  };
}
