/**
 * @import {Attributes} from '../dom.js'
 * @import {ControlElement} from './block-kit.js'
 * @import {Control, RenderContext} from './render-context.js'
 */
import { drawChoices } from './choices.js';
import { drawDateInput } from './date-input.js';
import { drawPeopleSelect, drawStaticSelect } from './select.js';
import { drawTextInput } from './text-input.js';

/**
 * @param {ControlElement} element
 * @param {RenderContext} context
 * @param {Attributes} attributes for the focusable part: its id, what describes it
 * @returns {Control | null} null for a kind this page does not draw
 */
export function drawControl(element, context, attributes) {
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return drawTextInput(element, attributes);
    case 'static_select':
      return drawStaticSelect(element, attributes);
    case 'users_select':
      return drawPeopleSelect(element, context.directory, attributes);
    case 'datepicker':
    case 'timepicker':
      return drawDateInput(element, attributes);
    case 'radio_buttons':
    case 'checkboxes':
      return drawChoices(element, context, attributes);
    default:
      return null;
  }
}
