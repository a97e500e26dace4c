import {
  anything,
  boolean,
  byType,
  type Check,
  type Fields,
  list,
  number,
  object,
  oneOf,
  optional,
  required,
  string,
} from './shape.ts';

const style = object({
  bold: optional(boolean),
  italic: optional(boolean),
  strike: optional(boolean),
  code: optional(boolean),
  underline: optional(boolean),
  highlight: optional(boolean),
  client_highlight: optional(boolean),
  unlink: optional(boolean),
});
const piece = (type: string, fields: Fields): readonly [string, Check] => [
  type,
  object({ type: required(oneOf(type)), style: optional(style), ...fields }),
];
const id = required(string(50, 1));

const inline = byType(
  Object.fromEntries([
    piece('text', { text: required(string(40_000, 1)) }),
    piece('link', {
      url: required(string(3_000, 1)),
      text: optional(string(3_000)),
      unsafe: optional(boolean),
    }),
    piece('emoji', {
      name: required(string(100, 1)),
      unicode: optional(string(100)),
      url: optional(string(3_000)),
    }),
    piece('user', { user_id: id }),
    piece('usergroup', { usergroup_id: id }),
    piece('channel', { channel_id: id }),
    piece('team', { team_id: id }),
    piece('color', { value: required(string(20)) }),
    piece('broadcast', { range: required(oneOf('here', 'channel', 'everyone')) }),
    piece('date', {
      timestamp: required(number(0)),
      format: required(string(200, 1)),
      url: optional(string(3_000)),
      fallback: optional(string(1_000)),
    }),
  ]),
);

const inlines = required(list(inline, 1_000));
const border = optional(oneOf(0, 1));
const section = object({ type: required(oneOf('rich_text_section')), elements: inlines });

const element = byType({
  rich_text_section: section,
  rich_text_list: object({
    type: required(oneOf('rich_text_list')),
    style: required(oneOf('bullet', 'ordered')),
    elements: required(list(section, 1_000)),
    indent: optional(number(0, 8)),
    offset: optional(number(0)),
    border,
  }),
  rich_text_quote: object({ type: required(oneOf('rich_text_quote')), elements: inlines, border }),
  rich_text_preformatted: object({
    type: required(oneOf('rich_text_preformatted')),
    elements: inlines,
    border,
    language: optional(anything),
  }),
});

/** The fields of a rich_text block besides its block_id. */
export const richTextFields: Fields = {
  type: required(oneOf('rich_text')),
  elements: required(list(element, 1_000)),
};

export const richText: Check = object({ ...richTextFields, block_id: optional(string(255)) });
