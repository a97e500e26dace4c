import { visible } from '../../projections/visible.ts';

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
