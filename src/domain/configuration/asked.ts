import type { Catalog, Service } from '../catalog/catalog.ts';
import { dependantsOf, findPerson, membersOf, ownerNamed } from '../catalog/find.ts';
import { type ApprovalRule, CODE_OWNERS, DEPENDANTS } from '../governance/approval.ts';
import type { Judged } from './effect.ts';

/** So many of these people must agree, as the rules were before the change. */
export interface Asked {
  readonly rule: string;
  readonly people: readonly string[];
  readonly quorum: number;
}

/** Whatever loosens takes two people at least, whoever they are asked by. */
const LEAST = 2;

/**
 * Whom a loosening change asks, by the rules it would change: the approvers of each approval rule it
 * touches, as many as the rule asks for; the owners of each service it touches; and two people in all,
 * of these or of those who approve anything. Who has no account cannot answer and is not asked.
 */
export function askedBy(changes: readonly Judged[], before: Catalog): readonly Asked[] {
  const loosening = changes.filter(({ effect }) => effect === 'loosens');
  const touched = (section: string): readonly string[] =>
    unique(loosening.flatMap(({ path: [of, name = ''] }) => (of === section ? [name] : [])));
  const rules = before.approvals.filter(({ name }) => touched('approvals').includes(name));
  const services = before.services.filter(({ name }) => touched('services').includes(name));
  const each = [
    ...rules.map((rule) => {
      const people = approversOf(rule, before);
      return { rule: `approvals "${rule.name}"`, people, quorum: rule.quorum };
    }),
    ...services.map(({ name, owners }) => {
      return { rule: `owners of ${name}`, people: membersOf(before, owners), quorum: 1 };
    }),
  ].map((one) => ({ ...one, people: reachable(one.people, before) }));
  const named = each.flatMap(({ people }) => people);
  const all = unique([...named, ...reachable(everyApprover(before), before)]);
  return [...each, { rule: 'any loosening', people: all, quorum: LEAST }];
}

/** Those who approve by any rule; where there is none, the owners of the services. */
function everyApprover(catalog: Catalog): readonly string[] {
  const approvers = catalog.approvals.flatMap((rule) => approversOf(rule, catalog));
  const owners = catalog.services.flatMap((service) => service.owners);
  return catalog.approvals.length > 0 ? approvers : membersOf(catalog, owners);
}

/** Whom a rule asks for any service it speaks of. Who it is handed on to is not asked here. */
function approversOf(rule: ApprovalRule, catalog: Catalog): readonly string[] {
  const spoken = catalog.services.filter((service) => speaksOf(rule, service));
  return unique(
    rule.groups.flatMap((group) => {
      if (group === 'owners')
        return membersOf(
          catalog,
          spoken.flatMap(({ owners }) => owners),
        );
      if (group === DEPENDANTS)
        return membersOf(catalog, ownersOfDependants(rule, spoken, catalog));
      if (group === CODE_OWNERS) return spoken.flatMap((service) => codeOwnersOf(service, catalog));
      return membersOf(catalog, [group]);
    }),
  );
}

function ownersOfDependants(
  { dependants }: ApprovalRule,
  services: readonly Service[],
  catalog: Catalog,
): readonly string[] {
  const near = services.flatMap(({ name }) => dependantsOf(catalog, [name], dependants?.depth));
  return near.flatMap(({ owners }) => owners);
}

function codeOwnersOf({ owners, codeOwners = [] }: Service, catalog: Catalog): readonly string[] {
  const found = codeOwners
    .flatMap((one) => one.owners)
    .flatMap((word) => ownerNamed(catalog, word) ?? []);
  return [
    ...membersOf(catalog, owners),
    ...found.flatMap((one) => ('group' in one ? membersOf(catalog, [one.group]) : [one.person])),
  ];
}

function speaksOf(rule: ApprovalRule, service: Service): boolean {
  const named = rule.services === undefined || rule.services.includes(service.name);
  return named && (rule.tags === undefined || rule.tags.some((tag) => service.tags.includes(tag)));
}

/** Where signed lists link accounts, the configuration alone does not say who has none. */
function reachable(people: readonly string[], catalog: Catalog): readonly string[] {
  const has = (id: string): boolean => (findPerson(catalog, id)?.accounts.length ?? 0) > 0;
  return unique(people).filter((id) => catalog.peopleImport !== undefined || has(id));
}

function unique(all: readonly string[]): readonly string[] {
  return [...new Set(all)];
}
