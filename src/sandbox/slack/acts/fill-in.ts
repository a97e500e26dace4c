import { type JsonObject, objectsOf, textOf } from '../json.ts';
import { elementsOf, type PlacedElement } from '../model/elements.ts';
import { isBlank, stateValues, withEntered } from '../model/entered.ts';
import type { Entered, View } from '../model/view.ts';
import { type ActResult, refuseAct } from './act.ts';
import { chosen } from './choice.ts';

/** What to enter, by block_id or action_id: an option by its value, several as a list. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>;

export type Filled =
  | { readonly ok: true; readonly view: View; readonly errors: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly refusal: ActResult & { ok: false } };

/** Enters values into a view and checks what Slack's client checks before it submits. */
export function fillIn(view: View, values: FormValues): Filled {
  const blocks = objectsOf(view.body['blocks']);
  const elements = elementsOf(blocks);
  let entered: Entered = view.entered;
  for (const [key, raw] of Object.entries(values)) {
    const placed = elements.find((one) => one.blockId === key || one.actionId === key);
    if (placed === undefined) return { ok: false, refusal: unknownInput(key, elements) };
    const choice = chosen(placed.element, raw);
    if (!choice.ok)
      return { ok: false, refusal: refuseAct(400, 'invalid_value', `${key}: ${choice.message}`) };
    entered = withEntered(entered, placed, choice.value);
  }
  const state = stateValues(blocks, entered);
  return { ok: true, view: { ...view, entered }, errors: clientErrors(elements, state) };
}

function unknownInput(key: string, elements: readonly PlacedElement[]) {
  const known = elements.map((one) => `${one.blockId} (${one.actionId})`).join(', ');
  return refuseAct(
    400,
    'unknown_input',
    `The modal asks for no "${key}"; it asks for: ${known || 'nothing'}.`,
  );
}

function clientErrors(
  elements: readonly PlacedElement[],
  state: Entered,
): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const placed of elements.filter((one) => one.block['type'] === 'input')) {
    const error = clientError(placed, state[placed.blockId]?.[placed.actionId]);
    if (error !== undefined) errors[placed.blockId] = error;
  }
  return errors;
}

function clientError(
  { block, element }: PlacedElement,
  value: JsonObject | undefined,
): string | undefined {
  if (isBlank(value))
    return block['optional'] === true ? undefined : 'Please complete this required field.';
  const text = textOf(value?.['value']) ?? '';
  const [min, max] = [Number(element['min_length'] ?? 0), Number(element['max_length'] ?? 3_000)];
  if (element['type'] === 'plain_text_input' && text.length < min) {
    return `Please enter at least ${min} characters.`;
  }
  if (element['type'] === 'plain_text_input' && text.length > max) {
    return `Please enter at most ${max} characters.`;
  }
  return formatError(String(element['type']), text);
}

function formatError(type: string, text: string): string | undefined {
  if (type === 'url_text_input' && !URL.canParse(text)) return 'Please enter a valid URL.';
  if (type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(text))
    return 'Please enter a valid email.';
  if (type === 'number_input' && !Number.isFinite(Number(text))) return 'Please enter a number.';
  return undefined;
}
