import type { Catalog } from '../catalog/catalog.ts';
import { findPerson, hasAccount, membersOf } from '../catalog/find.ts';
import { type Approvers, approversIn, peopleOf } from './approvers.ts';
import type { Judged } from './effect.ts';
import { touchedBy } from './touched.ts';

/** So many of these people must agree, as the rules were before the change. */
export interface Asked {
  readonly rule: string;
  readonly people: readonly string[];
  readonly quorum: number;
}

/** Whatever loosens takes two people at least, whoever they are asked by. */
const LEAST = 2;

/** More names than this are counted: the card is for reading, and all of them are the same people. */
const MOST_NAMED = 3;

interface One extends Omit<Asked, 'rule'> {
  readonly of: 'approvals' | 'owners of' | 'owner of' | 'the board';
  readonly name: string;
}

/**
 * Whom a loosening change asks, by the rules in force: the approvers of each approval rule whose people it changes or
 * where it opens something, as many as the rule asks for; the owners of what it touches; the board where its seats or
 * what it sees change; and two people in all, of these or of those who approve anything. Who has no account cannot
 * answer and is not asked. Rules that ask as many of the same people are one.
 */
export function askedBy(changes: readonly Judged[], before: Catalog): readonly Asked[] {
  const rules = approversIn(before);
  const now = { catalog: before, rules };
  const loosening = changes.filter(({ effect }) => effect === 'loosens');
  const touched = loosening.map((change) => touchedBy(change, now));
  const each: readonly One[] = [
    ...unique(touched.flatMap((one) => one.rules)).map((one): One => {
      const { name, quorum } = one.rule;
      return { of: 'approvals', name: `"${name}"`, people: peopleOf(one, before), quorum };
    }),
    ...unique(touched.flatMap((one) => one.services)).map(({ name, owners }): One => {
      return { of: 'owners of', name, people: membersOf(before, owners), quorum: 1 };
    }),
    ...touched
      .flatMap((one) => one.owned)
      .map(({ name, owner }): One => {
        const people = findPerson(before, owner) ? [owner] : membersOf(before, [owner]);
        return { of: 'owner of', name, people, quorum: 1 };
      }),
    ...(touched.some(({ board }) => board) ? boardOf(before) : []),
  ].map((one) => ({ ...one, people: reachable(one.people, before) }));
  const named = each.flatMap(({ people }) => people);
  const all = unique([...named, ...reachable(everyApprover(rules, before), before)]);
  return [...together(each), { rule: 'any loosening', people: all, quorum: LEAST }];
}

function boardOf(catalog: Catalog): readonly One[] {
  const { cab } = catalog;
  if (!cab) return [];
  const people = membersOf(catalog, [...cab.groups, cab.businessSeat]);
  return [{ of: 'the board', name: '', people, quorum: cab.quorum }];
}

function together(each: readonly One[]): readonly Asked[] {
  const same = Map.groupBy(each, ({ of, people, quorum }) =>
    JSON.stringify([of, people.toSorted(), quorum]),
  );
  return [...same.values()].flatMap(([first, ...others]): Asked[] => {
    if (!first) return [];
    const names = unique([first, ...others].map(({ name }) => name));
    const more = names.length - MOST_NAMED;
    const said = [...names.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])];
    const rule = `${first.of} ${said.join(', ')}`.trim();
    return [{ rule, people: first.people, quorum: first.quorum }];
  });
}

/** Those who approve by any rule; where there is none, the owners of the services. */
function everyApprover(rules: readonly Approvers[], catalog: Catalog): readonly string[] {
  const owners = catalog.services.flatMap((service) => service.owners);
  return rules.length > 0
    ? rules.flatMap((rule) => peopleOf(rule, catalog))
    : membersOf(catalog, owners);
}

/** Where signed lists link accounts, the configuration alone does not say who has none. */
function reachable(people: readonly string[], catalog: Catalog): readonly string[] {
  const isListed = catalog.peopleImport !== undefined;
  return unique(people).filter((id) => isListed || hasAccount(catalog, id));
}

function unique<T>(all: readonly T[]): readonly T[] {
  return [...new Set(all)];
}
