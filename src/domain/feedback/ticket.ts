import { z } from 'zod';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant } from '../kernel/time.ts';
import type { TicketSource } from './source.ts';

/** A ticket as its source tells of it: that there is one, since when, and of what. No word of the user's. */
export const ForeignTicket = z.object({
  ref: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  at: z.number().int().transform(instant),
  /** Tags and products, in the order in which they are looked at. */
  about: z.array(z.string()).max(40),
  version: z.string().max(128).nullable(),
});
export type ForeignTicket = z.infer<typeof ForeignTicket>;

/** One ticket of a user, of a service where users are. */
export interface Ticket extends Target {
  readonly source: string;
  readonly ref: string;
  /** When the user wrote it. */
  readonly at: Instant;
  /** The version it names; null where it names none. */
  readonly version: string | null;
}

export interface TicketRow {
  readonly table: 'ticket';
  readonly row: Ticket;
}

/**
 * What a ticket is about, by the first of its tags and products that names a service of ours; null where none does, or
 * where its source may not speak of that one.
 */
export function placed(
  told: ForeignTicket,
  source: TicketSource,
  known: (word: string) => string | null,
): Ticket | null {
  const own = (word: string): string =>
    Object.hasOwn(source.names, word) ? (source.names[word] ?? word) : word;
  const service = told.about.map((word) => known(own(word))).find((name) => name !== null) ?? null;
  if (service === null || source.services?.includes(service) === false) return null;
  const { ref, at, version } = told;
  return { service, environment: source.inEnvironment, source: source.name, ref, at, version };
}
