import type { Line, Part, Span, View } from '../../src/projections/view.ts';
import { NOON } from '../domain/sample.ts';

/** What a reader sees, one part a line; people with an @, moments as minutes after noon. */
export function seen(view: View): readonly string[] {
  return view.parts.flatMap(seenPart);
}

function seenPart(part: Part): readonly string[] {
  switch (part.part) {
    case 'header':
      return [part.text];
    case 'state':
      return [`${part.state} · ${plain(part.line)}`];
    case 'text':
      return [plain(part.line)];
    case 'fields':
      return part.fields.map(({ label, value }) => `${label}: ${plain(value)}`);
    case 'list':
      return part.items.map((item) => `${item.mark} ${plain(item.line)}`);
    case 'bar':
      return [`${part.percent} % ${part.label}`];
    case 'table':
      return [part.head, ...part.rows].map((row) => row.join(' | '));
    case 'note':
      return part.lines.map(plain);
    case 'offers':
      return [`[${[...part.offers, ...part.more].map((o) => o.label).join('] [')}]`];
    case 'output':
      return part.lines;
    case 'chart':
      return [`chart: ${part.chart.title}`];
    case 'page':
      return [`page: ${part.title}`];
    case 'rule':
      return ['---'];
  }
}

function plain(line: Line): string {
  return line.map(word).join('');
}

function word(span: Span): string {
  if (typeof span === 'string') return span;
  if ('at' in span) {
    return `${(span.at - NOON) / 60_000} min${span.as === 'time' ? '' : ' with its day'}`;
  }
  if ('person' in span) return `@${span.person}`;
  if ('group' in span) return `@${span.group}`;
  return Object.values(span).join('');
}
