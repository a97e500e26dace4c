import {
  anyOf,
  anything,
  boolean,
  byType,
  type Check,
  type Field,
  type Fields,
  list,
  number,
  object,
  oneOf,
  optional,
  required,
  string,
} from './shape.ts';
import { anyText, confirm, plainText } from './texts.ts';

const option = (text: Check): Check =>
  object({
    text: required(text),
    value: required(string(75, 1)),
    description: optional(anyText(75)),
    url: optional(string(3_000)),
  });
const plainOption = option(plainText(75));
const richOption = option(anyText(75));
const group = object({
  label: required(plainText(75)),
  options: required(list(plainOption, 100, 1)),
});

const isIn = (...allowed: readonly string[]): Field => required(oneOf(...allowed));

const base = (type: string): Fields => ({ type: isIn(type), action_id: optional(string(255, 1)) });
const asked = { confirm: optional(confirm) };
const focus = { focus_on_load: optional(boolean) };
const placeholder = { placeholder: optional(plainText(150)) };
const chooser = { ...asked, ...focus, ...placeholder };
const many = { max_selected_items: optional(number(1)) };
const typed = {
  ...focus,
  ...placeholder,
  dispatch_action_config: optional(object({ trigger_actions_on: optional(list(string(50), 2)) })),
};
const options = {
  options: optional(list(plainOption, 100, 1)),
  option_groups: optional(list(group, 100, 1)),
};
const filter = { filter: optional(anything), response_url_enabled: optional(boolean) };
const conversation = { ...filter, default_to_current_conversation: optional(boolean) };

export const image: Check = object(
  {
    type: isIn('image'),
    alt_text: required(string(2_000, 1)),
    image_url: optional(string(3_000, 1)),
    slack_file: optional(
      object({ id: optional(string(255)), url: optional(string(3_000)) }, anyOf('id', 'url')),
    ),
  },
  anyOf('image_url', 'slack_file'),
);

export const button: Check = object({
  ...base('button'),
  ...asked,
  text: required(plainText(75)),
  value: optional(string(2_000)),
  url: optional(string(3_000)),
  style: optional(oneOf('primary', 'danger')),
  accessibility_label: optional(string(75)),
  agent_prompt: optional(anything),
});

const workflowButton = object({
  ...base('workflow_button'),
  ...asked,
  text: required(plainText(75)),
  workflow: required(anything),
  style: optional(oneOf('primary', 'danger')),
  accessibility_label: optional(string(75)),
});

const simple = (type: string, ...fields: readonly Fields[]): readonly [string, Check] => [
  type,
  object(Object.assign({}, base(type), ...fields)),
];

/** The elements a person may choose from or press, besides plain inputs. */
const choosers: readonly (readonly [string, Check])[] = [
  simple('overflow', asked, { options: required(list(plainOption, 5, 1)) }),
  simple('static_select', chooser, options, { initial_option: optional(plainOption) }),
  simple('multi_static_select', chooser, options, many, {
    initial_options: optional(list(plainOption, 100)),
  }),
  simple('external_select', chooser, {
    initial_option: optional(plainOption),
    min_query_length: optional(number(0)),
  }),
  simple('multi_external_select', chooser, many, {
    initial_options: optional(list(plainOption, 100)),
    min_query_length: optional(number(0)),
  }),
  simple('users_select', chooser, { initial_user: optional(string(50)) }),
  simple('multi_users_select', chooser, many, { initial_users: optional(list(string(50), 100)) }),
  simple('channels_select', chooser, {
    initial_channel: optional(string(50)),
    response_url_enabled: optional(boolean),
  }),
  simple('multi_channels_select', chooser, many, {
    initial_channels: optional(list(string(50), 100)),
  }),
  simple('conversations_select', chooser, conversation, {
    initial_conversation: optional(string(50)),
  }),
  simple('multi_conversations_select', chooser, conversation, many, {
    initial_conversations: optional(list(string(50), 100)),
  }),
  simple('radio_buttons', asked, focus, {
    options: required(list(richOption, 10, 1)),
    initial_option: optional(richOption),
  }),
  simple('checkboxes', asked, focus, {
    options: required(list(richOption, 10, 1)),
    initial_options: optional(list(richOption, 10)),
  }),
  simple('datepicker', chooser, { initial_date: optional(string(10, 10)) }),
  simple('timepicker', chooser, {
    initial_time: optional(string(5, 5)),
    timezone: optional(string(100)),
  }),
  simple('datetimepicker', asked, focus, { initial_date_time: optional(number(0)) }),
];

const length = (max: number) => ({
  min_length: optional(number(0, max)),
  max_length: optional(number(1, max)),
});

const inputs: readonly (readonly [string, Check])[] = [
  simple('plain_text_input', typed, length(3_000), {
    initial_value: optional(string(3_000)),
    multiline: optional(boolean),
  }),
  simple('email_text_input', typed, { initial_value: optional(string(3_000)) }),
  simple('url_text_input', typed, { initial_value: optional(string(3_000)) }),
  simple('number_input', typed, {
    is_decimal_allowed: required(boolean),
    initial_value: optional(string(100)),
    min_value: optional(string(100)),
    max_value: optional(string(100)),
  }),
  simple('rich_text_input', typed, {
    initial_value: optional(anything),
    min_lines: optional(number(1)),
    max_lines: optional(number(1)),
  }),
  simple('file_input', {
    filetypes: optional(list(string(50), 100)),
    max_files: optional(number(1, 10)),
  }),
];

const table = Object.fromEntries(choosers);
const without = (...types: readonly string[]) => choosers.filter(([type]) => !types.includes(type));

/** What may stand in an actions block. */
export const actionElement: Check = byType({ ...table, button, workflow_button: workflowButton });

/** What may stand beside a section's text. */
export const accessory: Check = byType({
  ...table,
  button,
  workflow_button: workflowButton,
  image,
});

/** What an input block may ask with. */
export const inputElement: Check = byType(Object.fromEntries([...without('overflow'), ...inputs]));

const feedback = object({
  text: required(plainText(75)),
  value: required(string(2_000)),
  accessibility_label: optional(string(75)),
});

export const contextActionElement: Check = byType({
  feedback_buttons: object({
    ...base('feedback_buttons'),
    positive_button: required(feedback),
    negative_button: required(feedback),
  }),
  icon_button: object({
    ...base('icon_button'),
    ...asked,
    icon: required(string(50, 1)),
    text: required(plainText(75)),
    accessibility_label: optional(string(75)),
    value: optional(string(2_000)),
    visible_to_user_ids: optional(list(string(50), 100)),
  }),
});
