import type { Line, Span } from '../../projections/view.ts';
import { spaced, visible } from '../../projections/visible.ts';
import type { Names } from './names.ts';
import { cut, cutEscaped, escaped } from './plain.ts';
import { dateFormat, FOREIGN_LENGTH, utc } from './span.ts';

/**
 * A line as mrkdwn of at most `max` characters, for fields and notes; what other people wrote never
 * comes here as markup: callers give lines with foreign spans to `rich-line.ts` or `plain_text`.
 */
export function mrkdwnLine(line: Line, names: Names, max: number): string {
  let text = '';
  for (const span of line) {
    const whole = mrkdwnSpan(span, names);
    if (text.length + whole.length > max) return `${text}${rest(span, max - text.length)}`;
    text += whole;
  }
  return text;
}

function mrkdwnSpan(span: Span, names: Names): string {
  if (typeof span === 'string') return escaped(spaced(span));
  if ('bold' in span) return wrapped('*', span.bold);
  if ('code' in span) return wrapped('`', span.code);
  if ('link' in span) return `<${escaped(span.link)}|${escaped(visible(span.label))}>`;
  if ('person' in span) {
    const { account, name } = names.person(span.person);
    return account ? `<@${account}>` : escaped(visible(name));
  }
  if ('group' in span) {
    const { id, name } = names.group(span.group);
    return id ? `<!subteam^${id}>` : escaped(visible(name));
  }
  if ('channel' in span) return `<#${escaped(span.channel)}>`;
  if ('at' in span) {
    return `<!date^${Math.floor(span.at / 1000)}^${dateFormat(span)}|${utc(span.at)}>`;
  }
  return escaped(cut(visible(span.foreign), FOREIGN_LENGTH));
}

/** The part of a span that does not fit whole: words are cut, mentions and times left out. */
function rest(span: Span, max: number): string {
  return typeof span === 'string' ? cutEscaped(spaced(span), max) : max > 0 ? '…' : '';
}

/** mrkdwn has no escape for its own marks, so the mark itself cannot stand inside. */
function wrapped(mark: string, text: string): string {
  const inner = visible(text).replaceAll(mark, mark === '*' ? '∗' : "'");
  return inner === '' ? '' : `${mark}${escaped(inner)}${mark}`;
}
