/**
 * Slack's own markup, tokenised without a DOM.
 *
 * @import {Inline, InlineRule} from './inline.js'
 */
import { angleRule } from './angle.js';
import { unescapeSlack } from './escape.js';
import { breakRule, codeRule, emojiRule, parseInline } from './inline.js';

/**
 * @typedef {{ readonly kind: 'paragraph' | 'quote', readonly children: readonly Inline[] }
 *   | { readonly kind: 'pre', readonly text: string }} Paragraph
 */

/** @type {ReadonlyMap<string, 'bold' | 'italic' | 'strike'>} */
const styles = new Map([
  ['*', 'bold'],
  ['_', 'italic'],
  ['~', 'strike'],
]);

/** @type {readonly InlineRule[]} */
const rules = [breakRule, codeRule, angleRule, emojiRule, styleRule];

/**
 * A whole text: fences and quotes first, then what stands inside a line.
 *
 * @param {string} text
 * @returns {readonly Paragraph[]}
 */
export function parseMrkdwn(text) {
  /** @type {Paragraph[]} */
  const paragraphs = [];
  let from = 0;
  for (const fence of text.matchAll(/```\n?([\s\S]+?)\n?```\n?/g)) {
    paragraphs.push(...parseLines(text.slice(from, fence.index)));
    paragraphs.push({ kind: 'pre', text: unescapeSlack(fence[1] ?? '') });
    from = fence.index + fence[0].length;
  }
  paragraphs.push(...parseLines(text.slice(from)));
  return paragraphs;
}

/**
 * One run of text in which no fence or quote can stand.
 *
 * @param {string} text
 * @returns {readonly Inline[]}
 */
export function parseMrkdwnLine(text) {
  return parseInline(text, rules);
}

/**
 * @param {string} text
 * @returns {readonly Paragraph[]}
 */
function parseLines(text) {
  if (text === '') return [];
  /** @type {{ quote: boolean, lines: string[] }[]} */
  const runs = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const body = line.replace(/^(?:&gt;|>) ?/, '');
    const quote = body !== line;
    const last = runs.at(-1);
    if (last?.quote === quote) last.lines.push(body);
    else runs.push({ quote, lines: [body] });
  }
  return runs.map((run) => ({
    kind: run.quote ? 'quote' : 'paragraph',
    children: parseInline(run.lines.join('\n'), rules),
  }));
}

/** @type {InlineRule} */
function styleRule(text, at) {
  const mark = text[at] ?? '';
  const kind = styles.get(mark);
  if (kind === undefined || isWord(text[at - 1]) || isSpace(text[at + 1])) return null;
  const close = closingMark(text, at, mark);
  if (close === -1) return null;
  const children = parseInline(text.slice(at + 1, close), rules);
  return { token: { kind, children }, end: close + 1 };
}

/**
 * Where the style opened at `at` ends, or -1. It must end on its own line and not inside code or
 * brackets, and `snake_case_names` must stay whole.
 *
 * @param {string} text
 * @param {number} at
 * @param {string} mark
 */
function closingMark(text, at, mark) {
  let next = at + 1;
  while (next < text.length && text[next] !== '\n') {
    const closes = next > at + 1 && text[next] === mark && !isSpace(text[next - 1]);
    if (closes && !isWord(text[next + 1])) return next;
    next = skipOpaque(text, next);
  }
  return -1;
}

/**
 * @param {string} text
 * @param {number} at
 */
function skipOpaque(text, at) {
  const match = codeRule(text, at) ?? angleRule(text, at);
  return match === null ? at + 1 : match.end;
}

/** @param {string | undefined} char */
function isWord(char) {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}

/** @param {string | undefined} char */
function isSpace(char) {
  return char === undefined || /\s/.test(char);
}
