import { h } from 'preact';
import type { Pages, Visitor } from '../../commands/pages.ts';
import type { Reader } from './render-line.ts';

export const ROOT = '/dashboard';

/** An id of ours, as it stands in sentences. */
const ID = /\b(D-\d+|INC-\d+)\b/g;

export function readerFor({ zone, nameOf }: Visitor, { shows }: Pick<Pages, 'shows'>): Reader {
  const options = { timeZone: zone ?? 'UTC', hour: '2-digit', minute: '2-digit' } as const;
  const clock = new Intl.DateTimeFormat('en-GB', { ...options, hourCycle: 'h23' });
  const day = new Intl.DateTimeFormat('en-GB', {
    ...options,
    hourCycle: 'h23',
    day: 'numeric',
    month: 'short',
  });
  return {
    nameOf,
    at: (moment, as) => (as === 'time' ? clock : day).format(moment),
    shows,
    href,
    linked: (words) =>
      words
        .split(ID)
        .map((piece, i) => (i % 2 === 0 ? piece : h('a', { href: href(lineFor(piece)) }, piece))),
  };
}

/** The page that answers a line. */
export function href(line: string): string {
  return `${ROOT}/ask?line=${encodeURIComponent(line)}`;
}

function lineFor(id: string): string {
  return id.startsWith('D-') ? `/release show ${id}` : `/release incident show ${id}`;
}
