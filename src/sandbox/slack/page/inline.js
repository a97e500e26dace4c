import { emojiFor } from './emoji.js';
import { unescapeSlack } from './escape.js';

/**
 * Text within a line, tokenised. Pure: mrkdwn.js and markdown.js bring the rules, inline-dom.js
 * draws the result.
 *
 * @typedef {{ readonly kind: 'text', readonly text: string }
 *   | { readonly kind: 'code', readonly text: string }
 *   | { readonly kind: 'break' }
 *   | { readonly kind: 'emoji', readonly name: string }
 *   | { readonly kind: 'bold' | 'italic' | 'strike', readonly children: readonly Inline[] }
 *   | { readonly kind: 'link', readonly url: string, readonly children: readonly Inline[] }
 *   | { readonly kind: 'user' | 'channel' | 'subteam', readonly id: string,
 *       readonly label: string | null }
 *   | { readonly kind: 'broadcast', readonly range: string }
 *   | { readonly kind: 'date', readonly seconds: number, readonly format: string,
 *       readonly url: string | null, readonly fallback: string }} Inline
 */

/** @typedef {{ readonly token: Inline, readonly end: number }} Match */

/**
 * A rule looks at `text` from `at` on and answers the token found there and where it ends.
 *
 * @typedef {(text: string, at: number) => Match | null} InlineRule
 */

/**
 * @param {string} text still escaped
 * @param {readonly InlineRule[]} rules the first that matches wins
 * @returns {readonly Inline[]}
 */
export function parseInline(text, rules) {
  /** @type {Inline[]} */
  const tokens = [];
  let plainFrom = 0;
  let at = 0;
  while (at < text.length) {
    const match = firstMatch(text, at, rules);
    if (match === null) {
      at += 1;
      continue;
    }
    pushText(tokens, text.slice(plainFrom, at));
    tokens.push(match.token);
    at = match.end;
    plainFrom = at;
  }
  pushText(tokens, text.slice(plainFrom));
  return tokens;
}

/** @type {InlineRule} */
export function breakRule(text, at) {
  return text[at] === '\n' ? { token: { kind: 'break' }, end: at + 1 } : null;
}

/** @type {InlineRule} */
export function codeRule(text, at) {
  if (text[at] !== '`') return null;
  const close = text.indexOf('`', at + 1);
  const body = text.slice(at + 1, close);
  if (close === -1 || body === '' || body.includes('\n')) return null;
  return { token: { kind: 'code', text: unescapeSlack(body) }, end: close + 1 };
}

/** @type {InlineRule} */
export function emojiRule(text, at) {
  if (text[at] !== ':') return null;
  const name = /^:([a-z0-9_+-]+(?:::skin-tone-\d)?):/i.exec(text.slice(at, at + 80))?.[1];
  if (name === undefined || emojiFor(name) === undefined) return null;
  return { token: { kind: 'emoji', name }, end: at + name.length + 2 };
}

/**
 * All of a token list's words, for labels and for screen readers.
 *
 * @param {readonly Inline[]} tokens
 * @returns {string}
 */
export function wordsOf(tokens) {
  return tokens.map(wordsOfOne).join('');
}

/**
 * @param {Inline} token
 * @returns {string}
 */
function wordsOfOne(token) {
  switch (token.kind) {
    case 'text':
    case 'code':
      return token.text;
    case 'break':
      return ' ';
    case 'emoji':
      return emojiFor(token.name) ?? `:${token.name}:`;
    case 'bold':
    case 'italic':
    case 'strike':
    case 'link':
      return wordsOf(token.children);
    case 'user':
    case 'channel':
    case 'subteam':
      return token.label ?? token.id;
    case 'broadcast':
      return `@${token.range}`;
    case 'date':
      return token.fallback;
  }
}

/**
 * @param {string} text
 * @param {number} at
 * @param {readonly InlineRule[]} rules
 */
function firstMatch(text, at, rules) {
  for (const rule of rules) {
    const match = rule(text, at);
    if (match !== null) return match;
  }
  return null;
}

/**
 * @param {Inline[]} tokens
 * @param {string} text
 */
function pushText(tokens, text) {
  if (text !== '') tokens.push({ kind: 'text', text: unescapeSlack(text) });
}
