import { emojiByName } from './emoji-table.js';

/**
 * The character of a Slack emoji name, given without colons; undefined when the page has none.
 * Skin tones (`wave::skin-tone-3`) fall back to the plain emoji.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function emojiFor(name) {
  const plain = name.split('::')[0] ?? name;
  return emojiByName.get(plain.toLowerCase());
}

/**
 * Puts the characters in place of `:names:` that are known and leaves all other text alone.
 *
 * @param {string} text
 * @returns {string}
 */
export function replaceEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/gi, (whole, name) => emojiFor(name) ?? whole);
}
