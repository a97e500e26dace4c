import { isObject, type JsonObject } from '../json.ts';
import { elementsOf, type PlacedElement } from './elements.ts';
import type { Entered } from './view.ts';

/**
 * Slack's `state.values` of some blocks: for each element that keeps a value what was entered, else
 * its initial value, else nothing. Buttons and overflow menus keep none.
 */
export function stateValues(blocks: readonly JsonObject[], entered: Entered): Entered {
  const values: Record<string, Record<string, JsonObject>> = {};
  for (const placed of elementsOf(blocks)) {
    const value = entered[placed.blockId]?.[placed.actionId] ?? initialValue(placed.element);
    if (value === undefined) continue;
    values[placed.blockId] = { ...values[placed.blockId], [placed.actionId]: value };
  }
  return values;
}

/** Field of the payload, field of the element that presets it, by type of element. */
const keeping: Readonly<Record<string, readonly [string, string, unknown]>> = {
  plain_text_input: ['value', 'initial_value', null],
  email_text_input: ['value', 'initial_value', null],
  url_text_input: ['value', 'initial_value', null],
  number_input: ['value', 'initial_value', null],
  rich_text_input: ['rich_text_value', 'initial_value', null],
  static_select: ['selected_option', 'initial_option', null],
  external_select: ['selected_option', 'initial_option', null],
  radio_buttons: ['selected_option', 'initial_option', null],
  multi_static_select: ['selected_options', 'initial_options', []],
  multi_external_select: ['selected_options', 'initial_options', []],
  checkboxes: ['selected_options', 'initial_options', []],
  users_select: ['selected_user', 'initial_user', null],
  multi_users_select: ['selected_users', 'initial_users', []],
  channels_select: ['selected_channel', 'initial_channel', null],
  multi_channels_select: ['selected_channels', 'initial_channels', []],
  conversations_select: ['selected_conversation', 'initial_conversation', null],
  multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
  datepicker: ['selected_date', 'initial_date', null],
  timepicker: ['selected_time', 'initial_time', null],
  datetimepicker: ['selected_date_time', 'initial_date_time', null],
};

/** The payload field that carries the value of such an element; undefined for a button. */
export function valueField(element: JsonObject): string | undefined {
  return keeping[String(element['type'])]?.[0];
}

function initialValue(element: JsonObject): JsonObject | undefined {
  const type = String(element['type']);
  const found = keeping[type];
  if (found === undefined) return undefined;
  const [field, initial, nothing] = found;
  return { type, [field]: element[initial] ?? nothing };
}

/** True where nothing was entered or chosen. */
export function isBlank(value: JsonObject | undefined): boolean {
  if (value === undefined) return true;
  const { type: _type, ...rest } = value;
  return Object.values(rest).every(
    (one) => one === null || one === '' || (Array.isArray(one) && one.length === 0),
  );
}

/** Entered values that still belong to an input of the new blocks: views.update keeps those. */
export function keepEntered(entered: Entered, blocks: readonly JsonObject[]): Entered {
  const kept: Record<string, Record<string, JsonObject>> = {};
  for (const { blockId, actionId } of elementsOf(blocks)) {
    const value = entered[blockId]?.[actionId];
    if (isObject(value)) kept[blockId] = { ...kept[blockId], [actionId]: value };
  }
  return kept;
}

export function withEntered(entered: Entered, placed: PlacedElement, value: JsonObject): Entered {
  return { ...entered, [placed.blockId]: { ...entered[placed.blockId], [placed.actionId]: value } };
}
