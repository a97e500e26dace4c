import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

const KEEP = {
  name: 'keep-calendar-copies',
  text: `
  INSERT INTO calendar_copy (digest, service, text, at)
  SELECT one->>'digest', one->>'service', one->>'text', (one->>'at')::bigint
  FROM jsonb_array_elements($1::jsonb) AS one
  ON CONFLICT (digest) DO NOTHING`,
};

/** A text that was read before is there already, word for word. */
export function writeCalendarCopies(rows: readonly Row[]): readonly Write[] {
  const copies = rows.flatMap((one) => (one.table === 'calendar_copy' ? [one.row] : []));
  if (copies.length === 0) return [];
  return [{ ...KEEP, values: [JSON.stringify(copies)], mustWrite: null }];
}
