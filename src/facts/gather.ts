import type { FactName, Gathered } from '../domain/gates/facts.ts';
import type { Subject } from '../domain/kernel/subject.ts';
import { approvals } from './approvals.ts';
import { blackouts } from './blackouts.ts';
import type { Fact, Sources } from './fact.ts';
import { lock } from './lock.ts';
import { occupants } from './occupants.ts';
import { promotion } from './promotion.ts';

/** Every fact a gate may need. One file and one line each. */
const facts: { readonly [N in FactName]: Fact<N> } = {
  approvals,
  blackouts,
  lock,
  promotion,
  occupants,
};

/** Reads the needed facts side by side; one that cannot be read becomes `unknown` with the reason. */
export function createFacts(sources: Sources) {
  return async (needs: readonly FactName[], about: Subject): Promise<Gathered> => {
    const pairs = await Promise.all(
      needs.map(async (name) => [name, await readOne(facts[name], sources, about)] as const),
    );
    return Object.fromEntries(pairs);
  };
}

async function readOne(fact: Fact, sources: Sources, about: Subject): Promise<unknown> {
  try {
    return await fact.read(sources, about);
  } catch (error) {
    return { unknown: error instanceof Error ? error.message : String(error) };
  }
}
