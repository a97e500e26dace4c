import type { Catalog } from '../catalog/catalog.ts';
import { hasAccount } from '../catalog/find.ts';
import { gatesFor } from '../deployment/draft.ts';
import type { GateConfig } from '../gates/index.ts';
import { suffices } from '../governance/seats.ts';
import { askersOf } from './askers.ts';
import { changesIn } from './changes-in.ts';
import type { Finding } from './finding.ts';
import { type Aim, aimsOf } from './targets.ts';

/**
 * Changes that nobody could bring there, whoever asks: with the one who wrote them and the one who asks barred,
 * too few are left for the rules together, or for the board. A rule that a requester alone defeats is a fault of
 * the configuration; here it takes the author as well. Where a rule asks the owners of files, a change of each
 * set of them is tried. Of a place one case is named, and of the same gates once.
 */
export function deadlocked(catalog: Catalog): readonly Finding[] {
  const seen = new Map<string, Case | null>();
  return aimsOf(catalog).flatMap((aim): Finding[] => {
    const askers = askersOf(catalog, aim.environment);
    for (const paths of [null, ...changesIn(aim, catalog)]) {
      const gates = gatesOf({ ...aim, paths }, catalog);
      const key = JSON.stringify([gates, askers]);
      const known = seen.get(key);
      const found = known === undefined ? caseOf(gates, { askers, paths }, catalog) : known;
      seen.set(key, found);
      if (found) return known === undefined ? [told(aim, gates, found)] : [];
    }
    return [];
  });
}

/** Who asks for whose change of which files, and the gate that could not pass then. */
interface Case {
  readonly held: GateConfig;
  readonly author: string;
  readonly asker: string;
  readonly paths: readonly string[] | null;
}

function caseOf(
  gates: readonly GateConfig[],
  { askers, paths }: { readonly askers: readonly string[] } & Pick<Case, 'paths'>,
  catalog: Catalog,
): Case | null {
  const able = (barred: readonly string[]): GateConfig | null => heldFor(gates, barred, catalog);
  // What that is a fault of knows no files.
  if (paths === null && askers.every((asker) => able([asker]) !== null)) return null;
  const author = deciders(gates).find((one) => askers.every((asker) => able([asker, one])));
  const asker = askers.find((one) => one !== author) ?? askers[0];
  const held = author && asker ? able([asker, author]) : null;
  return author && asker && held ? { held, author, asker, paths } : null;
}

/** The gates that people decide, without what is of no account here. */
function gatesOf(aim: Aim & Pick<Case, 'paths'>, catalog: Catalog): readonly GateConfig[] {
  const ask = { ...aim, previous: null, requestedBy: '', withdrawMs: 0 };
  return gatesFor(ask, catalog, (text) => text).flatMap((gate): GateConfig[] => {
    if (gate.kind === 'cab') return [{ ...gate, barred: [] }];
    if (gate.kind !== 'approval') return [];
    const slots = gate.slots.map(
      ({ escalate: _, version: _v, stake: _s, unread: _u, ...slot }) => slot,
    );
    return [{ ...gate, slots }];
  });
}

function deciders(gates: readonly GateConfig[]): readonly string[] {
  const people = gates.flatMap((gate) => {
    if (gate.kind === 'cab') return gate.seats.people;
    return gate.kind === 'approval' ? gate.slots.flatMap((slot) => slot.people) : [];
  });
  return [...new Set(people)];
}

/** The first gate that could not pass with these barred. */
function heldFor(
  gates: readonly GateConfig[],
  barred: readonly string[],
  catalog: Catalog,
): GateConfig | null {
  const free = (people: readonly string[]): readonly string[] =>
    people.filter((id) => !barred.includes(id) && hasAccount(catalog, id));
  const held = gates.find((gate) => {
    if (gate.kind === 'cab') {
      const { people, business, quorum } = gate.seats;
      return free(people).length < quorum || free(business).length === 0;
    }
    if (gate.kind !== 'approval') return false;
    return !suffices(gate.slots, free(gate.slots.flatMap((slot) => slot.people)));
  });
  return held ?? null;
}

function told(
  { service, environment }: Aim,
  gates: readonly GateConfig[],
  { held, author, asker, paths }: Case,
): Finding {
  const place = `${service.name} to ${environment.name}`;
  const who = deciders(gates).join(', ');
  const files = paths === null ? '' : ` in ${paths.join(' and ')}`;
  const case_ = `${place} asked for by ${asker} with a change of ${author}${files} needs`;
  if (held.kind === 'cab') {
    const { quorum } = held.seats;
    return {
      about: 'cab',
      what: `the board could never vote on a change of ${author}, whoever asks`,
      example: `${case_} ${quorum} votes, one of them of the business, and only ${who} have one, less the two of them`,
    };
  }
  const rules = held.kind === 'approval' ? held.slots.map(({ rule }) => rule) : [];
  return {
    about: `approval rule ${rules[0] ?? ''}`,
    what: `nobody could ever approve a change of ${author}, whoever asks`,
    example: `${case_} ${rules.map((rule) => `"${rule}"`).join(' and ')} of ${who}, less the two of them`,
  };
}
