import type { ForeignTicket } from '../domain/feedback/ticket.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { BadShape, Headers, SourceOptions } from './webhook-source.ts';

/** What one delivery says. */
export interface TicketDelivery {
  /** The source's own key for it; null: its bytes are the key. */
  readonly id: string | null;
  /** May be empty: a source also tells of what is none of our business. */
  readonly tickets: readonly ForeignTicket[];
  /** How many more it told of than are read of one; left out: none. */
  readonly left?: number;
}

/** A form in which tickets of users are told of. Knows no configuration and keeps nothing. */
export interface TicketKind {
  /** As a configuration names it in `kind`. */
  readonly name: string;
  /** As of a source of alerts. Never throws. */
  verify(rawBody: Buffer, headers: Headers, secrets: readonly string[], now: Instant): boolean;
  /** The tickets of a body that was verified, or why it is not understood. Never throws. */
  read(body: unknown, options: SourceOptions, now: Instant): TicketDelivery | BadShape;
}
