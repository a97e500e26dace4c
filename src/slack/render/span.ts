import type { Instant } from '../../domain/kernel/time.ts';
import type { Line, Span } from '../../projections/view.ts';

/** A commit title or a reason is shown on one line; who wants all of it opens the ledger. */
export const FOREIGN_LENGTH = 300;

export function dateFormat(span: { readonly as?: 'time' }): string {
  return span.as === 'time' ? '{time}' : '{date_short_pretty} {time}';
}

export function isForeign(span: Span): span is { readonly foreign: string } {
  return typeof span === 'object' && 'foreign' in span;
}

export function hasForeign(line: Line): boolean {
  return line.some(isForeign);
}

/** Shown where the chat cannot show the reader's own time. */
export function utc(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
