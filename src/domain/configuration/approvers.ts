import type { Catalog, Service } from '../catalog/catalog.ts';
import { dependantsOf, membersOf, ownerNamed } from '../catalog/find.ts';
import { type ApprovalRule, CODE_OWNERS, DEPENDANTS, ON_CALL } from '../governance/approval.ts';

/** An approval rule with all that it comes to mean for the services it speaks of, whichever files change. */
export interface Approvers {
  readonly rule: ApprovalRule;
  readonly speaksOf: readonly Service[];
  /** Groups it asks, and those it may be handed on to besides. */
  readonly groups: ReadonlySet<string>;
  readonly later: ReadonlySet<string>;
  /** Whom it asks by name, as owners of files. */
  readonly persons: ReadonlySet<string>;
  /** Groups whose turn on call it may be handed on to. */
  readonly onCall: ReadonlySet<string>;
}

export function approversIn(catalog: Catalog): readonly Approvers[] {
  return catalog.approvals.map((rule) => {
    const speaksOf = catalog.services.filter((service) => isAbout(rule, service));
    const owners = speaksOf.flatMap((service) => service.owners);
    const files = rule.groups.includes(CODE_OWNERS) ? codeOwnersOf(speaksOf, catalog) : [];
    const groups = rule.groups.flatMap((group): readonly string[] => {
      if (group === 'owners' || group === CODE_OWNERS) return owners;
      return group === DEPENDANTS ? ownersOfDependants(rule, speaksOf, catalog) : [group];
    });
    const rungs = (rule.escalate ?? []).flatMap(({ to }) => to);
    const own = files.flatMap((one) => ('group' in one ? [one.group] : []));
    return {
      rule,
      speaksOf,
      groups: new Set([...groups, ...own]),
      later: new Set(rungs.flatMap((group) => (group === 'owners' ? owners : [group]))),
      persons: new Set(files.flatMap((one) => ('person' in one ? [one.person] : []))),
      onCall: new Set(rungs.includes(ON_CALL) ? [...groups, ...own, ...owners] : []),
    };
  });
}

/** Whom a rule asks for any service it speaks of. Who it is handed on to is not among them. */
export function peopleOf({ groups, persons }: Approvers, catalog: Catalog): readonly string[] {
  return [...new Set([...membersOf(catalog, [...groups]), ...persons])];
}

/** Whether a rule is about a service, in whichever environment. */
export function isAbout(rule: ApprovalRule, { name, tags }: Pick<Service, 'name' | 'tags'>) {
  const named = rule.services === undefined || rule.services.includes(name);
  return named && (rule.tags === undefined || rule.tags.some((tag) => tags.includes(tag)));
}

function ownersOfDependants(
  { dependants }: ApprovalRule,
  services: readonly Service[],
  catalog: Catalog,
): readonly string[] {
  const near = services.flatMap(({ name }) => dependantsOf(catalog, [name], dependants?.depth));
  return near.flatMap(({ owners }) => owners);
}

function codeOwnersOf(services: readonly Service[], catalog: Catalog) {
  const words = services.flatMap(({ codeOwners = [] }) => codeOwners.flatMap((one) => one.owners));
  return [...new Set(words)].flatMap((word) => ownerNamed(catalog, word) ?? []);
}
