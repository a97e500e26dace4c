import { richText } from './rich-text.ts';
import {
  boolean,
  byType,
  type Fields,
  list,
  number,
  object,
  oneOf,
  optional,
  required,
  string,
} from './shape.ts';

const cell = byType({
  raw_text: object({ type: required(oneOf('raw_text')), text: required(string(10_000)) }),
  raw_number: object({
    type: required(oneOf('raw_number')),
    value: required(number()),
    text: required(string(1_000)),
  }),
  rich_text: richText,
});

/** docs.slack.dev/reference/block-kit/blocks/table-block: 100 rows of 20 cells. */
export const tableFields: Fields = {
  rows: required(list(list(cell, 20, 1), 100, 1)),
  column_settings: optional(
    list(
      object({ align: optional(oneOf('left', 'center', 'right')), is_wrapped: optional(boolean) }),
      20,
    ),
  ),
};

/** docs.slack.dev/reference/block-kit/blocks/data-table-block: a header row and up to 200 more. */
export const dataTableFields: Fields = {
  rows: required(list(list(cell, 20, 1), 201, 2)),
  caption: required(string(2_000, 1)),
  page_size: optional(number(1, 100)),
  row_header_column_index: optional(number(0, 19)),
};
