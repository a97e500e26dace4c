/**
 * Slack's angle brackets: `<@U1|ana>`, `<#C1|deploys>`, `<!subteam^S1|@sre>`, `<!here>`,
 * `<!date^1700000000^{time}|14:02>`, `<https://example.org|words>`.
 *
 * @import {Inline, InlineRule} from './inline.js'
 */
import { isSafeLink, unescapeSlack } from './escape.js';

/** @type {InlineRule} */
export function angleRule(text, at) {
  if (text[at] !== '<') return null;
  const close = text.indexOf('>', at);
  const body = text.slice(at + 1, close);
  if (close === -1 || body === '' || body.includes('\n')) return null;
  const token = angleToken(body);
  return token === null ? null : { token, end: close + 1 };
}

/**
 * @param {string} body what stands between the brackets
 * @returns {Inline | null} null when it is none of Slack's forms
 */
function angleToken(body) {
  const bar = body.indexOf('|');
  const target = bar === -1 ? body : body.slice(0, bar);
  // `<#C1|>` is real: an empty label means there is none.
  const label = bar === -1 || bar === body.length - 1 ? null : unescapeSlack(body.slice(bar + 1));
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!')) return bangToken(target.slice(1), label);
  return linkToken(target, label);
}

/**
 * @param {string} target
 * @param {string | null} label
 * @returns {Inline}
 */
function bangToken(target, label) {
  const [name = '', ...rest] = target.split('^');
  if (name === 'subteam') return { kind: 'subteam', id: rest[0] ?? '', label };
  if (name === 'date') {
    const url = rest.slice(2).join('^');
    return {
      kind: 'date',
      seconds: Number(rest[0]),
      format: unescapeSlack(rest[1] ?? ''),
      url: isSafeLink(url) ? unescapeSlack(url) : null,
      fallback: label ?? '',
    };
  }
  if (['here', 'channel', 'everyone'].includes(name)) return { kind: 'broadcast', range: name };
  return { kind: 'text', text: label ?? `<${target}>` };
}

/**
 * @param {string} target
 * @param {string | null} label
 * @returns {Inline | null}
 */
function linkToken(target, label) {
  if (!isSafeLink(target)) return null;
  const url = unescapeSlack(target);
  return { kind: 'link', url, children: [{ kind: 'text', text: label ?? shown(url) }] };
}

/** @param {string} url */
function shown(url) {
  return url.replace(/^mailto:/i, '');
}
