import { chartFields } from './charts.ts';
import {
  accessory,
  actionElement,
  button,
  contextActionElement,
  image,
  inputElement,
} from './elements.ts';
import { richText, richTextFields } from './rich-text.ts';
import {
  anyOf,
  boolean,
  byType,
  type Check,
  type Fields,
  list,
  object,
  oneOf,
  optional,
  required,
  string,
} from './shape.ts';
import { dataTableFields, tableFields } from './tables.ts';
import { anyText, mrkdwn, plainText } from './texts.ts';

export type Surface = 'message' | 'modal' | 'home';

export interface BlockKind {
  readonly type: string;
  /** Where Slack accepts it. */
  readonly surfaces: readonly Surface[];
  readonly check: Check;
}

const everywhere: readonly Surface[] = ['message', 'modal', 'home'];
const notModal: readonly Surface[] = ['message', 'home'];
const messageOnly: readonly Surface[] = ['message'];

function kind(
  type: string,
  surfaces: readonly Surface[],
  fields: Fields,
  extra?: Check,
): BlockKind {
  const all = { type: required(oneOf(type)), block_id: optional(string(255)), ...fields };
  return { type, surfaces, check: object(all, extra) };
}

const imageFields: Fields = {
  alt_text: required(string(2_000, 1)),
  image_url: optional(string(3_000, 1)),
  slack_file: optional(object({ id: optional(string(255)), url: optional(string(3_000)) })),
  title: optional(plainText(2_000)),
};

const plain: readonly BlockKind[] = [
  kind(
    'section',
    everywhere,
    {
      text: optional(anyText(3_000)),
      fields: optional(list(anyText(2_000), 10, 1)),
      accessory: optional(accessory),
      expand: optional(boolean),
    },
    anyOf('text', 'fields'),
  ),
  kind('header', everywhere, { text: required(plainText(150)) }),
  kind('divider', everywhere, {}),
  kind('image', everywhere, imageFields, anyOf('image_url', 'slack_file')),
  kind('context', everywhere, {
    elements: required(list(byType({ image, plain_text: plainText(), mrkdwn: mrkdwn() }), 10, 1)),
  }),
  kind('actions', everywhere, { elements: required(list(actionElement, 25, 1)) }),
  kind('input', everywhere, {
    label: required(plainText(2_000)),
    element: required(inputElement),
    hint: optional(plainText(2_000)),
    optional: optional(boolean),
    dispatch_action: optional(boolean),
  }),
  kind('rich_text', everywhere, richTextFields),
  kind('video', everywhere, {
    video_url: required(string(3_000, 1)),
    thumbnail_url: required(string(3_000, 1)),
    alt_text: required(string(2_000, 1)),
    title: required(plainText(199)),
    title_url: optional(string(3_000)),
    author_name: optional(string(49)),
    provider_name: optional(string(255)),
    provider_icon_url: optional(string(3_000)),
    description: optional(plainText()),
  }),
];

const cardFields: Fields = {
  hero_image: optional(image),
  icon: optional(image),
  title: optional(mrkdwn(150)),
  subtitle: optional(mrkdwn(150)),
  body: optional(mrkdwn(200)),
  actions: optional(list(button, 25, 1)),
};
const card = kind('card', everywhere, cardFields, anyOf('hero_image', 'title', 'actions', 'body'));

const taskFields: Fields = {
  task_id: required(string(255, 1)),
  title: required(string(3_000, 1)),
  details: optional(richText),
  output: optional(richText),
  sources: optional(
    list(
      object({
        type: required(oneOf('url')),
        url: required(string(3_000, 1)),
        text: required(string(3_000)),
      }),
      100,
    ),
  ),
  status: required(oneOf('pending', 'in_progress', 'complete', 'error')),
};
const task = kind('task_card', messageOnly, taskFields);

const recent: readonly BlockKind[] = [
  card,
  kind('carousel', notModal, { elements: required(list(card.check, 10, 1)) }),
  kind('table', notModal, tableFields),
  kind('data_table', notModal, dataTableFields),
  kind('data_visualization', notModal, chartFields),
  kind('markdown', messageOnly, { text: required(string(12_000, 1)) }),
  kind('context_actions', messageOnly, { elements: required(list(contextActionElement, 5, 1)) }),
  task,
  kind('plan', messageOnly, {
    title: required(string(3_000, 1)),
    tasks: optional(list(task.check, 50)),
  }),
  kind('file', messageOnly, {
    source: required(oneOf('remote')),
    external_id: required(string(255, 1)),
  }),
  kind('alert', ['modal'], {
    text: required(anyText()),
    level: optional(oneOf('default', 'info', 'warning', 'error', 'success')),
  }),
];

const insideContainers = [
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];
const child = byType(
  Object.fromEntries(
    [...plain, ...recent]
      .filter((one) => insideContainers.includes(one.type))
      .map((one) => [one.type, one.check]),
  ),
);

const container = kind(
  'container',
  notModal,
  {
    title: optional(plainText(150)),
    rich_text_title: optional(richText),
    subtitle: optional(anyText(150)),
    child_blocks: required(list(child, 10)),
    width: optional(oneOf('narrow', 'standard', 'wide', 'full')),
    icon: optional(image),
    is_collapsible: optional(boolean),
    default_collapsed: optional(boolean),
    has_header_divider: optional(boolean),
  },
  anyOf('title', 'rich_text_title'),
);

/** Every block there is: adding one is one entry. */
export const blockKinds: readonly BlockKind[] = [...plain, ...recent, container];
