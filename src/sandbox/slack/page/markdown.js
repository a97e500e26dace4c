/**
 * The standard Markdown of Slack's `markdown` block, tokenised without a DOM. Only what Slack
 * documents for that block: headings, lists, quotes, fences, rules, tables, links and styles.
 *
 * @import {Inline, InlineRule} from './inline.js'
 */
import { angleRule } from './angle.js';
import { isSafeLink } from './escape.js';
import { breakRule, codeRule, emojiRule, parseInline } from './inline.js';

/**
 * @typedef {{ readonly kind: 'paragraph' | 'quote', readonly children: readonly Inline[] }
 *   | { readonly kind: 'heading', readonly level: number, readonly children: readonly Inline[] }
 *   | { readonly kind: 'item', readonly ordered: boolean, readonly number: number,
 *       readonly indent: number, readonly children: readonly Inline[] }
 *   | { readonly kind: 'pre', readonly text: string }
 *   | { readonly kind: 'row', readonly cells: readonly (readonly Inline[])[] }
 *   | { readonly kind: 'rule' }} MarkdownLine
 */

/** @type {readonly (readonly [string, 'bold' | 'italic' | 'strike'])[]} */
const marks = [
  ['**', 'bold'],
  ['__', 'bold'],
  ['~~', 'strike'],
  ['*', 'italic'],
  ['_', 'italic'],
];

/** @type {readonly InlineRule[]} */
const rules = [breakRule, codeRule, linkRule, angleRule, emojiRule, markRule];

/**
 * @param {string} text
 * @returns {readonly MarkdownLine[]}
 */
export function parseMarkdown(text) {
  /** @type {MarkdownLine[]} */
  const parsed = [];
  let from = 0;
  for (const fence of text.matchAll(/^```[^\n]*\n([\s\S]*?)\n?```\n?/gm)) {
    parsed.push(...parseLines(text.slice(from, fence.index)));
    parsed.push({ kind: 'pre', text: fence[1] ?? '' });
    from = fence.index + fence[0].length;
  }
  parsed.push(...parseLines(text.slice(from)));
  return parsed;
}

/**
 * @param {string} text
 * @returns {readonly MarkdownLine[]}
 */
function parseLines(text) {
  /** @type {MarkdownLine[]} */
  const parsed = [];
  /** @type {string[]} */
  let prose = [];
  for (const line of [...text.split('\n'), '']) {
    const special = parseLine(line);
    if (special === null && line.trim() !== '') {
      prose.push(line);
      continue;
    }
    if (prose.length > 0) parsed.push({ kind: 'paragraph', children: inline(prose.join('\n')) });
    prose = [];
    if (special !== null && special !== 'nothing') parsed.push(special);
  }
  return parsed;
}

/**
 * @param {string} line
 * @returns {MarkdownLine | 'nothing' | null} null for plain prose, `nothing` for a table's ruler
 */
function parseLine(line) {
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return { kind: 'rule' };
  if (/^\s*\|[\s:|-]+\|\s*$/.test(line)) return 'nothing';
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) {
    return { kind: 'heading', level: heading[1]?.length ?? 1, children: inline(heading[2] ?? '') };
  }
  const quote = /^>\s?(.*)$/.exec(line);
  if (quote) return { kind: 'quote', children: inline(quote[1] ?? '') };
  const row = /^\s*\|(.*)\|\s*$/.exec(line);
  if (row) {
    return { kind: 'row', cells: (row[1] ?? '').split('|').map((cell) => inline(cell.trim())) };
  }
  return parseItem(line);
}

/**
 * @param {string} line
 * @returns {MarkdownLine | null}
 */
function parseItem(line) {
  const item = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(.*)$/.exec(line);
  if (!item) return null;
  return {
    kind: 'item',
    ordered: item[2] !== undefined,
    number: Number(item[2] ?? 1),
    indent: Math.floor((item[1]?.length ?? 0) / 2),
    children: inline(item[3] ?? ''),
  };
}

/**
 * @param {string} text
 * @returns {readonly Inline[]}
 */
function inline(text) {
  return parseInline(text, rules);
}

/** @type {InlineRule} */
function linkRule(text, at) {
  if (text[at] !== '[') return null;
  const link = /^\[([^\]\n]+)\]\(([^)\s]+)\)/.exec(text.slice(at));
  const url = link?.[2] ?? '';
  if (!link || !isSafeLink(url)) return null;
  return {
    token: { kind: 'link', url, children: inline(link[1] ?? '') },
    end: at + link[0].length,
  };
}

/** @type {InlineRule} */
function markRule(text, at) {
  for (const [mark, kind] of marks) {
    const from = at + mark.length;
    if (!text.startsWith(mark, at) || /[\s\p{L}\p{N}]/u.test(before(text, at, mark))) continue;
    const close = text.indexOf(mark, from + 1);
    const body = text.slice(from, close);
    if (close === -1 || body.includes('\n') || body !== body.trim()) continue;
    return { token: { kind, children: inline(body) }, end: close + mark.length };
  }
  return null;
}

/**
 * Underscores inside a word are part of the word; asterisks are not.
 *
 * @param {string} text
 * @param {number} at
 * @param {string} mark
 */
function before(text, at, mark) {
  const char = text[at - 1] ?? '';
  return mark.startsWith('_') && !/\s/.test(char) ? char : '';
}
