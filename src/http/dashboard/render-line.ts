import { type ComponentChildren, h } from 'preact';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Line, Span } from '../../projections/view.ts';
import { spaced, visible } from '../../projections/visible.ts';

/** For whom a page is drawn: how people are called, what time it is for them, and what can be looked at. */
export interface Reader {
  nameOf(person: string): string;
  /** `18 Nov, 11:00`, or without the day. */
  at(moment: Instant, as?: 'time'): string;
  shows(line: string): boolean;
  /** The page that answers a line. */
  href(line: string): string;
  /** Plain words of a cell, in which ids of deployments and incidents lead to them. */
  linked(words: string): ComponentChildren;
}

/** A line as HTML; whatever somebody else wrote is text, and stands apart from the direction of ours. */
export function renderLine(line: Line, reader: Reader): readonly ComponentChildren[] {
  return line.map((span) => renderSpan(span, reader));
}

function renderSpan(span: Span, reader: Reader): ComponentChildren {
  if (typeof span === 'string') return reader.linked(spaced(span));
  if ('bold' in span) return h('strong', {}, reader.linked(visible(span.bold)));
  if ('code' in span) return code(span.code, reader);
  if ('person' in span) return h('span', { class: 'person' }, visible(reader.nameOf(span.person)));
  if ('group' in span) return h('span', { class: 'person' }, visible(span.group));
  if ('channel' in span) return `#${visible(span.channel)}`;
  if ('link' in span) return h('a', { href: span.link }, visible(span.label));
  if ('foreign' in span) return h('bdi', {}, visible(span.foreign));
  return h('time', { dateTime: new Date(span.at).toISOString() }, reader.at(span.at, span.as));
}

/** Ids lead to what they name, and so do commands that change nothing. */
function code(words: string, reader: Reader): ComponentChildren {
  const text = visible(words);
  if (reader.shows(words)) return h('a', { href: reader.href(words) }, h('code', {}, text));
  return h('code', {}, reader.linked(text));
}
