import { z } from 'zod';
import { ForeignReview } from '../../domain/feedback/review.ts';
import { rowsOf } from './csv.ts';

/** What a report says, or why it is none. */
export type Report =
  | { readonly reviews: readonly ForeignReview[]; readonly unread: number }
  | { readonly why: string };

const COLUMNS = {
  version: 'App Version Name',
  written: 'Review Submit Millis Since Epoch',
  stars: 'Star Rating',
  link: 'Review Link',
} as const;

const Row = z.object({
  written: z
    .string()
    .regex(/^\d{12,14}$/)
    .transform(Number),
  stars: z
    .string()
    .regex(/^[1-5]$/)
    .transform(Number),
  version: z.string().max(128),
  link: z.string(),
});

/**
 * A monthly report of reviews of the Play Console (`reviews_<package>_<month>.csv`): comma-separated values, UTF-16 with its
 * mark or UTF-8. What people wrote is not looked at.
 */
export function reportOf(bytes: Uint8Array): Report {
  const text = textOf(bytes);
  const rows = text === null ? null : rowsOf(text);
  if (!rows) return { why: 'It is no text of comma-separated values in UTF-16 or UTF-8.' };
  const [head = [], ...all] = rows;
  const missing = Object.values(COLUMNS).filter((name) => !head.includes(name));
  if (missing.length > 0) return { why: `It has no column ${missing.join(', ')}.` };
  const filled = all.filter((row) => row.some((field) => field !== ''));
  const read = filled.flatMap((row) => reviewOf(row, head));
  const reviews = [...new Map(read.map((one) => [one.ref, one])).values()];
  return { reviews, unread: filled.length - read.length };
}

function reviewOf(row: readonly string[], head: readonly string[]): readonly ForeignReview[] {
  const field = (name: string): string => row[head.indexOf(name)] ?? '';
  const named = Object.entries(COLUMNS).map(([key, name]) => [key, field(name)] as const);
  const read = Row.safeParse(Object.fromEntries(named));
  if (!read.success) return [];
  const { written, stars, version, link } = read.data;
  // Reviews of nothing but stars have no link; their moment, to the millisecond, tells them apart.
  const [, id = `${written}`] = /[?&]reviewid=([A-Za-z0-9._:-]+)/i.exec(link) ?? [];
  const made = { ref: id, at: written, stars, version: version === '' ? null : version };
  const review = ForeignReview.safeParse(made);
  return review.success ? [review.data] : [];
}

function textOf(bytes: Uint8Array): string | null {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(wide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
