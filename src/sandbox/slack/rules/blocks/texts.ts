import { boolean, byType, type Check, object, oneOf, optional, required, string } from './shape.ts';

const maxPlain = 3_000;

/** `plain_text` of 1 to `max` characters. */
export function plainText(max = maxPlain): Check {
  return object({
    type: required(oneOf('plain_text')),
    text: required(string(max, 1)),
    emoji: optional(boolean),
  });
}

export function mrkdwn(max = maxPlain): Check {
  return object({
    type: required(oneOf('mrkdwn')),
    text: required(string(max, 1)),
    verbatim: optional(boolean),
  });
}

/** Either kind of text object. */
export function anyText(max = maxPlain): Check {
  return byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) });
}

/** A confirmation dialog of an element. */
export const confirm: Check = object({
  title: optional(plainText(100)),
  text: required(anyText(300)),
  confirm: optional(plainText(30)),
  deny: optional(plainText(30)),
  style: optional(oneOf('primary', 'danger')),
});
