import type { BellName } from '../ports/bell.ts';

/** The four queues. Few and fixed: each costs a connection. */
export const BELLS = ['inbox', 'advance', 'back', 'deliver'] as const satisfies readonly BellName[];

/** What is done for a row when its bell rings. Safe to call for any id at any time, twice at once too. */
export type Runners = { readonly [B in BellName]: (id: string) => Promise<void> };
