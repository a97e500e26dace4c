import type { Occasion, Publisher } from '../domain/governance/publication.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { BadShape, Headers } from './webhook-source.ts';

/** What one delivery of a publisher says. */
export interface Announcement {
  /** The publisher's own key for it; null: its bytes are the key. */
  readonly id: string | null;
  /** May be empty: a publisher also tells of what is none of our business. */
  readonly occasions: readonly Occasion[];
  /** How many more it told of than are read of one; left out: none. */
  readonly left?: number;
}

/** A kind of publisher: one folder in providers each. Knows no configuration and keeps nothing. */
export interface PublisherKind {
  /** As a configuration names it in `kind`. */
  readonly name: string;
  /** As of a source of alerts. Never throws. */
  verify(rawBody: Buffer, headers: Headers, secrets: readonly string[]): boolean;
  /**
   * What a body that was verified tells, or why it is not understood. Never throws.
   * @param now where the publisher says no time
   */
  read(
    body: unknown,
    headers: Headers,
    options: Pick<Publisher, 'map'>,
    now: Instant,
  ): Announcement | BadShape;
}
