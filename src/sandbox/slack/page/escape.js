/**
 * Undoes Slack's three escapes. `&amp;` goes last, so that `&amp;lt;` stays the text `&lt;`.
 *
 * @param {string} text
 * @returns {string}
 */
export function unescapeSlack(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * Slack's three escapes, as its client applies them to what a person types.
 *
 * @param {string} text
 * @returns {string}
 */
export function escapeSlack(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * True for an address the page may put into a link: everything else stays text, so that no message
 * can carry a `javascript:` address.
 *
 * @param {string} url
 * @returns {boolean}
 */
export function isSafeLink(url) {
  return /^(https?:\/\/|mailto:)/i.test(url);
}
