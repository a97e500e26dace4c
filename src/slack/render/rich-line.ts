import type { RichTextElement } from '@slack/types';
import type { Line, Span } from '../../projections/view.ts';
import { spaced, visible } from '../../projections/visible.ts';
import type { Block } from './block.ts';
import { LIMITS } from './block.ts';
import type { Names } from './names.ts';
import { cut } from './plain.ts';
import { dateFormat, FOREIGN_LENGTH, utc } from './span.ts';

interface Style {
  readonly bold?: true;
  readonly code?: true;
}

/**
 * A line as elements of rich text: nothing in a `text` element is read as markup, mention, link or
 * emoji, whoever wrote it. At most `max` characters; `bold` makes the whole line bold.
 */
export function richLine(
  line: Line,
  names: Names,
  { max = LIMITS.sectionText, bold = false }: { max?: number; bold?: boolean } = {},
): readonly Block[] {
  const base: Style = bold ? { bold: true } : {};
  let room = max;
  const elements: Block[] = [];
  for (const span of line) {
    if (room <= 0) break;
    const { element, length } = richSpan(span, names, room, base);
    room -= length;
    if (element) elements.push(element);
  }
  return elements.length > 0 ? elements : [plainElement('–', {})];
}

export function emoji(name: string): Block {
  return { type: 'emoji', name } satisfies RichTextElement;
}

export function plainElement(text: string, style: Style): Block {
  return { type: 'text', text, ...styled(style) } satisfies RichTextElement;
}

export function richText(elements: readonly Block[], blockId?: string): Block {
  return { type: 'rich_text', ...(blockId ? { block_id: blockId } : {}), elements };
}

export function richSection(elements: readonly Block[]): Block {
  return { type: 'rich_text_section', elements };
}

interface Rendered {
  readonly element: Block | null;
  readonly length: number;
}

function richSpan(span: Span, names: Names, room: number, base: Style): Rendered {
  if (typeof span === 'string') return words(spaced(span), room, base);
  if ('bold' in span) return words(visible(span.bold), room, { ...base, bold: true });
  if ('code' in span) return words(visible(span.code), room, { ...base, code: true });
  if ('foreign' in span) return words(visible(span.foreign), Math.min(room, FOREIGN_LENGTH), base);
  if ('link' in span) return linked(span, base);
  if ('channel' in span) return channelOf(span.channel, base);
  if ('person' in span) {
    const { account, name } = names.person(span.person);
    if (!account) return words(visible(name), room, base);
    const element = { type: 'user', user_id: account, ...styled(base) } satisfies RichTextElement;
    return { element, length: account.length };
  }
  if ('group' in span) {
    const { id, name } = names.group(span.group);
    if (!id) return words(visible(name), room, base);
    const element = {
      type: 'usergroup',
      usergroup_id: id,
      ...styled(base),
    } satisfies RichTextElement;
    return { element, length: id.length };
  }
  const fallback = utc(span.at);
  const element = {
    type: 'date',
    timestamp: Math.floor(span.at / 1000),
    format: dateFormat(span),
    fallback,
    ...styled(base),
  } satisfies RichTextElement;
  return { element, length: fallback.length };
}

function linked({ link, label }: { link: string; label: string }, base: Style): Rendered {
  const element = {
    type: 'link',
    url: link,
    text: label,
    ...styled(base),
  } satisfies RichTextElement;
  return { element, length: label.length };
}

function channelOf(id: string, base: Style): Rendered {
  const element = { type: 'channel', channel_id: id, ...styled(base) } satisfies RichTextElement;
  return { element, length: id.length };
}

function words(text: string, room: number, style: Style): Rendered {
  const shown = cut(text, room);
  return { element: shown === '' ? null : plainElement(shown, style), length: shown.length };
}

function styled(style: Style): { readonly style?: { bold?: true; code?: true } } {
  return style.bold || style.code ? { style: { ...style } } : {};
}
