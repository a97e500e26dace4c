import type { Catalog } from '../catalog/catalog.ts';

/**
 * Something in the rules that holds together and yet cannot be meant. `about` is a thing of the
 * configuration as `blackout index rebuild`; `example` is one case in which it shows.
 */
export interface Finding {
  readonly about: string;
  readonly what: string;
  readonly example: string;
}

/** One question to the whole rule book. It asks no clock: the same rules are found the same on any day. */
export type Proof = (catalog: Catalog) => readonly Finding[];
