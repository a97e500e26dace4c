import type { Configuration } from '../domain/configuration/configuration.ts';
import { unprovenOf } from '../domain/configuration/unproven.ts';
import type { Draft } from '../domain/deployment/draft.ts';
import { nobodyProven, takesFactor } from '../domain/deployment/nobody-proven.ts';
import type { GateRuling } from '../domain/gates/index.ts';
import type { Lack } from '../domain/governance/factor-lack.ts';
import { asksFor } from '../domain/governance/second-factor.ts';
import type { Refusal } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import type { Factors } from '../ports/factors.ts';

/** Refuses what nobody could approve for lack of a second factor; who has one is asked only where it matters. */
export async function unproven(
  { catalog, journal }: Pick<Context, 'catalog' | 'journal'>,
  made: Draft,
  rulings: readonly GateRuling[],
): Promise<Refusal | null> {
  if (!takesFactor(made, catalog())) return null;
  return nobodyProven(made, rulings, catalog(), await journal.factors.enrolled());
}

/** Who could say yes to breaking the glass as far as a second factor goes; left out where that takes none. */
export async function provenForGlass({ catalog, journal }: Pick<Context, 'catalog' | 'journal'>) {
  const takesOne = asksFor(catalog().secondFactor, { kind: 'break-glass' });
  return takesOne ? { enrolled: await journal.factors.enrolled() } : {};
}

/** What of a version of the rules too few could say yes to now, for lack of a second factor. */
export async function unprovenRules(
  catalog: Context['catalog'],
  factors: Pick<Factors, 'enrolled'>,
  version: Configuration,
): Promise<Lack | null> {
  const takesOne = asksFor(catalog().secondFactor, { kind: 'loosening' });
  return version.status === 'proposed' && takesOne
    ? unprovenOf(version, await factors.enrolled())
    : null;
}
