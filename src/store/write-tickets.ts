import type { Ticket } from '../domain/feedback/ticket.ts';
import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

/** Told of twice, a ticket is one: the first word of it stays. */
const INSERT = {
  name: 'write-tickets',
  text: `
  INSERT INTO ticket (source, ref, service, environment, at, version)
  SELECT one->>'source', one->>'ref', one->>'service', one->>'environment', (one->>'at')::bigint,
    one->>'version'
  FROM jsonb_array_elements($1::jsonb) AS one ON CONFLICT DO NOTHING`,
};

export function writeTickets(rows: readonly Row[]): readonly Write[] {
  const tickets = rows.flatMap((one): Ticket[] => (one.table === 'ticket' ? [one.row] : []));
  if (tickets.length === 0) return [];
  return [{ ...INSERT, values: [JSON.stringify(tickets)], mustWrite: null }];
}
