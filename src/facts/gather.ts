import type { FactName } from '../domain/gates/facts.ts';
import type { Gather } from '../domain/gates/index.ts';
import type { Subject } from '../domain/kernel/subject.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { approvals } from './approvals.ts';
import { ballot } from './ballot.ts';
import { blackouts } from './blackouts.ts';
import { breakers } from './breakers.ts';
import { budget } from './budget.ts';
import { burn } from './burn.ts';
import { calendars } from './calendars.ts';
import { closings } from './closings.ts';
import type { Fact, Looking, Sources } from './fact.ts';
import { incidents } from './incidents.ts';
import { locks } from './locks.ts';
import { occupants } from './occupants.ts';
import { power } from './power.ts';
import { promotion } from './promotion.ts';
import { queue } from './queue.ts';
import { record } from './record.ts';

/** Every fact a gate may need. One file and one line each. */
const facts: { readonly [N in FactName]: Fact<N> } = {
  approvals,
  blackouts,
  calendars,
  closings,
  budget,
  burn,
  power,
  incidents,
  breakers,
  locks,
  queue,
  promotion,
  occupants,
  ballot,
  record,
};

/** Reads the needed facts side by side; one that cannot be read becomes `unknown` with the reason. */
export function createFacts(sources: Sources): Gather {
  return async (needs, about, at) => {
    const looking = { ...sources, closures: once(sources) };
    const pairs = await Promise.all(
      needs.map(async (name) => [name, await readOne(facts[name], looking, about, at)] as const),
    );
    return Object.fromEntries(pairs);
  };
}

function once({ records, catalog }: Sources): Looking['closures'] {
  let read: ReturnType<Looking['closures']> | null = null;
  return () => {
    read ??= records.closures(catalog());
    return read;
  };
}

async function readOne(
  fact: Fact,
  sources: Looking,
  about: Subject,
  at: Instant,
): Promise<unknown> {
  try {
    return await fact.read(sources, about, at);
  } catch (error) {
    return { unknown: error instanceof Error ? error.message : String(error) };
  }
}
