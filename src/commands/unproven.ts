import type { Draft } from '../domain/deployment/draft.ts';
import { nobodyProven, takesFactor } from '../domain/deployment/nobody-proven.ts';
import type { GateRuling } from '../domain/gates/index.ts';
import type { Refusal } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';

/** Refuses what nobody could approve for lack of a second factor; who has one is asked only where it matters. */
export async function unproven(
  { catalog, journal }: Pick<Context, 'catalog' | 'journal'>,
  made: Draft,
  rulings: readonly GateRuling[],
): Promise<Refusal | null> {
  if (!takesFactor(made, catalog())) return null;
  return nobodyProven(made, rulings, catalog(), await journal.factors.enrolled());
}
