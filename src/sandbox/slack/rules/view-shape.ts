import { isObject, type JsonObject, objectsOf } from '../json.ts';
import { checkBlocks } from './blocks/check.ts';
import {
  boolean,
  type Fields,
  object,
  oneOf,
  optional,
  type Report,
  required,
  string,
} from './blocks/shape.ts';
import { plainText } from './blocks/texts.ts';

/** A view larger than this is refused as a whole. */
const maxViewBytes = 250_000;

const both: Fields = {
  private_metadata: optional(string(3_000)),
  callback_id: optional(string(255)),
  external_id: optional(string(255)),
  // Checked on their own, with the surface.
  blocks: required(() => {}),
};

const modal = object({
  ...both,
  type: required(oneOf('modal')),
  title: required(plainText(24)),
  submit: optional(plainText(24)),
  close: optional(plainText(24)),
  clear_on_close: optional(boolean),
  notify_on_close: optional(boolean),
  submit_disabled: optional(boolean),
});

const home = object({ ...both, type: required(oneOf('home')) });

/** What is wrong with a view, in lines of Slack's form; empty where nothing is. */
export function checkView(view: unknown, type: 'modal' | 'home'): readonly string[] {
  if (!isObject(view)) return ['[ERROR] missing required field: view [json-pointer:/view]'];
  const lines: string[] = [];
  const report: Report = (message, at) => lines.push(`[ERROR] ${message} [json-pointer:${at}]`);
  (type === 'modal' ? modal : home)(view, '/view', report);
  if (view['blocks'] !== undefined)
    lines.push(...checkBlocks(view['blocks'], type, '/view/blocks'));
  const asks = objectsOf(view['blocks']).some((block) => block['type'] === 'input');
  if (type === 'modal' && asks && view['submit'] === undefined) {
    report('missing required field: submit (a modal with input blocks needs one)', '/view');
  }
  return lines;
}

export function isTooLarge(view: JsonObject): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > maxViewBytes;
}
