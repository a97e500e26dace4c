import type { Checkboxes, InputBlock, ModalView, PlainTextInput, StaticSelect } from '@slack/types';
import type { Form, FormField } from '../../projections/view.ts';
import { type Block, LIMITS } from './block.ts';
import { cut, plainText } from './plain.ts';
import { plainElement, richSection, richText } from './rich-line.ts';

const FORM_CALLBACK = 'form';

/**
 * A form as a modal. Each field's block_id is the name of its argument, which is how faults find it
 * again; `memory` comes back with the answers. Null when what is already known is too much to carry.
 */
export function renderForm(form: Form, memory: string): Block | null {
  if (memory.length > LIMITS.privateMetadata) return null;
  const inputs = form.fields.slice(0, LIMITS.blocks.modal - 1).map(input);
  const says = [form.says, inputs.length > 0 ? undefined : 'Nothing more is needed.'];
  const words = says.filter((one) => one !== undefined).join(' ');
  return {
    type: 'modal' satisfies ModalView['type'],
    callback_id: FORM_CALLBACK,
    title: plainText(form.title, LIMITS.modalTitle),
    submit: plainText(form.submit, LIMITS.modalTitle),
    close: plainText('Cancel', LIMITS.modalTitle),
    private_metadata: memory,
    blocks: [...(words === '' ? [] : [sentence(words)]), ...inputs],
  };
}

function sentence(words: string): Block {
  return richText([richSection([plainElement(words, {})])]);
}

function input(field: FormField): Block {
  const hint = hintOf(field);
  return {
    type: 'input' satisfies InputBlock['type'],
    block_id: field.name.slice(0, LIMITS.blockId),
    label: plainText(field.label, LIMITS.inputLabel),
    optional: field.optional,
    ...(hint ? { hint: plainText(hint, LIMITS.inputLabel) } : {}),
    element: field.box === undefined ? answer(field) : tick(field, field.box),
  };
}

function answer(field: FormField): Block {
  return selectable(field) ? select(field) : text(field);
}

/** One box, ticked. */
function tick({ name }: FormField, words: string): Block {
  const options = [{ text: plainText(words, LIMITS.optionText), value: 'yes' }];
  return {
    type: 'checkboxes',
    action_id: name.slice(0, LIMITS.actionId),
    options,
    initial_options: options,
  } satisfies Checkboxes;
}

/** A menu holds so many answers of such a length; beyond that people type. */
function selectable(field: FormField): boolean {
  const { options } = field;
  if (!options || options.length === 0 || options.length > LIMITS.selectOptions) return false;
  return options.every(({ value }) => value.length > 0 && value.length <= LIMITS.optionValue);
}

function select(field: FormField): Block {
  const options = (field.options ?? []).map(({ value, label }) => ({
    text: plainText(label, LIMITS.optionText),
    value,
  }));
  const initial = options.find(({ value }) => value === field.initial);
  return {
    type: 'static_select',
    action_id: field.name.slice(0, LIMITS.actionId),
    options,
    ...(initial ? { initial_option: initial } : {}),
  } satisfies StaticSelect;
}

function text(field: FormField): Block {
  return {
    type: 'plain_text_input',
    action_id: field.name.slice(0, LIMITS.actionId),
    multiline: field.multiline,
    max_length: LIMITS.inputText,
    ...(field.initial ? { initial_value: cut(field.initial, LIMITS.inputText) } : {}),
  } satisfies PlainTextInput;
}

function hintOf(field: FormField): string | null {
  if (!field.options || field.options.length === 0 || selectable(field)) return field.hint;
  const some = field.options.slice(0, 8).map(({ label }) => label);
  return [field.hint, `One of ${field.options.length}, such as ${some.join(', ')}.`]
    .filter((part) => part !== null)
    .join(' ');
}
