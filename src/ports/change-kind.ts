import type { ForeignMove } from '../domain/elsewhere/move.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { BadShape, Headers, SourceOptions } from './webhook-source.ts';

/** What one delivery says. */
export interface ChangeDelivery {
  /** The source's own key for it; null: its bytes are the key. */
  readonly id: string | null;
  /** May be empty: a source also tells of what changes nothing that anybody meets. */
  readonly moves: readonly ForeignMove[];
  /** How many more it told of than are read of one; left out: none. */
  readonly left?: number;
}

/** A form in which changes made elsewhere are told of. Knows no configuration and keeps nothing. */
export interface ChangeKind {
  /** As a configuration names it in `kind`. */
  readonly name: string;
  /** As of a source of alerts. Never throws. */
  verify(rawBody: Buffer, headers: Headers, secrets: readonly string[]): boolean;
  /** The changes of a body that was verified, or why it is not understood. Never throws. */
  read(body: unknown, options: SourceOptions, now: Instant): ChangeDelivery | BadShape;
}
