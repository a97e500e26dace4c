/** Marks that draw nothing and so could hide or reorder what stands beside them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\u115F\u1160\u2800\u3164\uFFA0]/gu;
/** Two accents on a letter occur in languages; towers of them only cover the lines above. */
const TOWERS = /(\p{M}{3})\p{M}+/gu;

/**
 * One line in which everything can be seen: line breaks and runs of spaces become one space, other
 * control, format and direction marks their code, so that no text can pretend to be a second line.
 */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\u0085]+/g, ' ')
    .replace(UNSEEN, (mark) => `⟨U+${codeOf(mark)}⟩`)
    .replace(TOWERS, '$1')
    .trim();
}

/** `visible`, keeping the one space at the ends that separates our own words from the next span. */
export function spaced(text: string): string {
  const inner = visible(text);
  if (inner === '') return text === '' ? '' : ' ';
  return `${/^\s/.test(text) ? ' ' : ''}${inner}${/\s$/.test(text) ? ' ' : ''}`;
}

/** At most `max` UTF-16 units, ending in "…" when something was left out; never half a character. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, Math.max(0, max - 1)).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cut so that the escaped form fits, never in the middle of an entity. */
export function cutEscaped(text: string, max: number): string {
  const whole = escaped(text);
  if (whole.length <= max) return whole;
  let keep = text.length;
  while (keep > 0 && escaped(cut(text, keep)).length > max) keep -= Math.max(1, keep >> 5);
  return keep > 0 ? escaped(cut(text, keep)) : '';
}

/** `plain_text` without emoji: nothing in it is read as markup. */
export function plainText(
  text: string,
  max: number,
): { readonly type: 'plain_text'; readonly text: string; readonly emoji: false } {
  return { type: 'plain_text', text: cut(visible(text), max) || '–', emoji: false };
}

function codeOf(mark: string): string {
  return (mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
