import type { Closed } from './replay-closed.ts';
import type { Burned } from './replay-holds.ts';
import type { Secured } from './replay-security.ts';
import type { BurnSpell } from './replay-spells.ts';
import type { Fired } from './replay-triggers.ts';

/** What would have been done to one place in a time that is past, each in order of time. */
export interface Replayed {
  /** New versions that burned. */
  readonly fired: readonly Fired[];
  /** All of the service burned. */
  readonly burned: readonly Burned[];
  /** The budget was spent. */
  readonly closed: readonly Closed[];
  readonly secured: readonly Secured[];
  /** It burned so slowly that its owners are only told. */
  readonly told: readonly BurnSpell[];
  /** How many deployments people met in that time. */
  readonly looked: number;
}

/** How many deployments would have been taken back, held, or kept from starting; each counts once. */
export function countsOf({ fired, burned, closed, secured }: Omit<Replayed, 'looked' | 'told'>): {
  readonly undone: number;
  readonly held: number;
  readonly barred: number;
} {
  const ids = (...all: readonly { readonly id: string }[]): number =>
    new Set(all.map(({ id }) => id)).size;
  return {
    undone: ids(...fired.map(({ d }) => d), ...secured.flatMap(({ undone }) => undone ?? [])),
    held: ids(...burned.flatMap(({ held }) => held), ...secured.flatMap(({ held }) => held)),
    barred: ids(...closed.flatMap(({ barred }) => barred), ...secured.flatMap((one) => one.barred)),
  };
}
