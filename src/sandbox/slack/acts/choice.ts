import type { JsonObject } from '../json.ts';
import { optionsOf } from '../model/elements.ts';
import { valueField } from '../model/entered.ts';

export type Chosen =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly message: string };

/**
 * What an element holds once a person has typed or chosen `raw` in it, in the form of Slack's
 * payloads: an option by its value, a list where several may be chosen, text as it is.
 */
export function chosen(element: JsonObject, raw: string | readonly string[]): Chosen {
  const type = String(element['type']);
  const field = type === 'overflow' ? 'selected_option' : valueField(element);
  const many = typeof raw === 'string' ? (raw === '' ? [] : [raw]) : raw;
  const [one] = many;
  switch (field) {
    case undefined:
      return { ok: false, message: `A ${type} takes no value.` };
    case 'selected_option':
      return one === undefined
        ? ok(type, field, null)
        : options(element, [one], field, (found) => found[0]);
    case 'selected_options':
      return options(element, many, field, (found) => found);
    case 'selected_users':
    case 'selected_channels':
    case 'selected_conversations':
      return ok(type, field, many);
    case 'selected_date_time':
      return ok(type, field, one === undefined ? null : Number(one));
    case 'rich_text_value':
      return ok(type, field, richText(one ?? ''));
    default:
      return ok(type, field, one ?? null);
  }
}

function ok(type: string, field: string, value: unknown): Chosen {
  return { ok: true, value: { type, [field]: value } };
}

function options(
  element: JsonObject,
  values: readonly string[],
  field: string,
  pick: (found: readonly JsonObject[]) => unknown,
): Chosen {
  const type = String(element['type']);
  // An external select's options come from the app; the value alone stands for one.
  const isExternal = type.endsWith('external_select');
  const known = optionsOf(element);
  const found = values.map((value) =>
    isExternal
      ? { text: { type: 'plain_text', text: value }, value }
      : known.find((option) => option['value'] === value),
  );
  const lost = values.find((_value, at) => found[at] === undefined);
  if (lost === undefined) return ok(type, field, pick(found.filter((one) => one !== undefined)));
  const offered = known.map((option) => String(option['value'])).join(', ');
  return { ok: false, message: `There is no option "${lost}" here; there is: ${offered}.` };
}

function richText(text: string): JsonObject | null {
  if (text === '') return null;
  const elements = [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }];
  return { type: 'rich_text', elements };
}
