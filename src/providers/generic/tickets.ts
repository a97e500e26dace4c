import { z } from 'zod';
import { ForeignTicket } from '../../domain/feedback/ticket.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { TicketKind } from '../../ports/ticket-kind.ts';
import type { BadShape } from '../../ports/webhook-source.ts';
import { badShape, firstOf, Word } from '../webhook-shape.ts';
import { type Asks, At, compiled, elementsOf, givenBy, isSenderOf } from './map.ts';

/** What the expressions of `map` give; `tickets` first, the others for each of those as `ticket`. */
const GIVES = ['tickets', 'when', 'id', 'about', 'version', 'at'] as const;
/** What need not be there may be missing from a body. */
const MAY_MISS: readonly string[] = ['at', 'version'];
const DEFAULTS = { when: 'true', id: 'ticket.id', about: 'ticket.service' };

const Given = z.object({
  when: z.boolean(),
  id: z.union([z.string(), z.number().int(), z.bigint()]).transform(String),
  about: z.union([Word.transform((one) => [one]), z.array(Word).max(40)]),
  version: Word.nullish(),
  at: At.nullish(),
});

/** Anything that posts JSON, mapped by expressions. */
export const genericTickets: TicketKind = {
  name: 'generic',
  verify: isSenderOf,
  read(body, { map }, now) {
    const asks = compiled(map, GIVES, DEFAULTS);
    if ('path' in asks) return asks;
    const all = elementsOf(asks, 'tickets', body);
    if ('path' in all) return all;
    const tickets: ForeignTicket[] = [];
    const { first, ...rest } = firstOf(all);
    for (const [n, ticket] of first.entries()) {
      const read = readOne(asks, { body, ticket }, n, now);
      if (read !== null && 'path' in read) return read;
      if (read) tickets.push(read);
    }
    return { id: null, tickets, ...rest };
  },
};

type Values = { readonly body: unknown; readonly ticket: unknown };

/** Null where `when` says that it is none of ours; then nothing else of it is looked at. */
function readOne(
  asks: Asks,
  values: Values,
  n: number,
  now: Instant,
): ForeignTicket | BadShape | null {
  const given = givenBy(asks, GIVES.slice(1), MAY_MISS, values);
  if (given === null) return null;
  if ('path' in given) return at(n, given);
  const read = Given.safeParse(given.all);
  if (!read.success) return at(n, badShape(read.error));
  const { id: ref, about, version = null, at: when } = read.data;
  const made = ForeignTicket.safeParse({ ref, about, version, at: when ?? now });
  return made.success ? made.data : at(n, badShape(made.error));
}

function at(n: number, { path, why }: BadShape): BadShape {
  return { path: `tickets[${n}].${path}`, why };
}
