import type { Instant } from './time.ts';

/** A value that RFC 8785 can write: numbers are integers within 2^53, anything else is a string. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/**
 * One line of the ledger before it is numbered. `subject` is what it speaks of (`D-12`), `what` the
 * verb in the past tense, `by` the principal or `fairway`; `evidence` is what an auditor asks to see.
 */
export interface Entry {
  readonly subject: string;
  readonly what: string;
  readonly by: string;
  readonly at: Instant;
  readonly evidence: { readonly [key: string]: Plain };
}

/**
 * All that one decision changes; the store persists it whole, in one transaction, so rows, ledger and
 * events cannot drift apart. `raiseFence` refuses every effect still under way for the target.
 */
export interface Change<Row, Event> {
  readonly rows: readonly Row[];
  readonly ledger: readonly Entry[];
  readonly events: readonly Event[];
  readonly raiseFence?: boolean;
}
