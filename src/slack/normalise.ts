const LINK = /<(https?:\/\/[^<>|\s]+|mailto:[^<>|\s]+|tel:[^<>|\s]+)(?:\|([^<>|]*))?>/gi;
const LABELLED = /<([@#!][^<>|\s]+)\|[^<>|]*>/g;
const ENTITIES: readonly (readonly [RegExp, string])[] = [
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&amp;/g, '&'],
];
/** Line breaks, tabs and every space that is not U+0020: phones and copied text bring them. */
const BLANKS = /[\s\u0085]/g;
const ZERO_WIDTH = /\u00AD|\u200B|\u200C|\u200D|\u200E|\u200F|\u2060|\uFEFF/g;
const DOUBLE_QUOTES = /[“”„‟«»＂]/g;
const SINGLE_QUOTES = /[‘’‚‛]/g;
/** macOS and phones turn a typed `--` into a dash; only where a word begins can it have been one. */
const DASHES = /(^|\s)[‒–—―]+-*(?=\p{L})/gu;

/**
 * The text as it was meant: straight quotes, `--` for typed dashes, mentions and links without their
 * labels, no entities, one line. Doing it twice changes nothing, because a button may carry it again.
 * Slack's forms: https://docs.slack.dev/interactivity/implementing-slash-commands (should_escape).
 */
export function normalise(text: string): string {
  const next = once(text);
  return next === text ? text : normalise(next);
}

function once(text: string): string {
  const plain = text
    .replace(ZERO_WIDTH, '')
    .replace(LINK, (_, target: string, label?: string) => linkText(target, label))
    .replace(LABELLED, '<$1>')
    .replace(DOUBLE_QUOTES, '"')
    .replace(SINGLE_QUOTES, "'")
    .replace(BLANKS, ' ')
    .replace(DASHES, '$1--');
  return ENTITIES.reduce((all, [entity, is]) => all.replace(entity, is), plain).trim();
}

/** Slack makes links of what only looks like one (`shop.io`): then the label is what was typed. */
function linkText(target: string, label: string | undefined): string {
  const bare = target.replace(/^(?:https?:\/\/|mailto:|tel:)/i, '');
  const typed = label !== undefined && label !== '' && label === bare;
  return typed || !target.toLowerCase().startsWith('http') ? bare : target;
}
