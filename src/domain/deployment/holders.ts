import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { dependantsOf, ownerNamed, placementOf } from '../catalog/find.ts';
import { type ApprovalRule, CODE_OWNERS, DEPENDANTS } from '../governance/approval.ts';
import { lineFor } from '../governance/code-owners.ts';
import { ownersApart, type Stake } from '../governance/dependants.ts';

interface Asked {
  readonly service: Service;
  readonly environment: Environment;
  /** Which files change; nobody knows where there is no list. */
  readonly paths?: readonly string[] | null;
}

/** Some of the people a rule asks, whose yes nobody else's replaces. */
export interface Holder {
  readonly name: string;
  readonly groups: readonly string[];
  readonly persons: readonly string[];
  /** Of a CODEOWNERS, that stand for the files they own among those that change. */
  readonly patterns?: readonly string[];
  readonly stake?: Stake;
}

/**
 * Whom a rule asks. With `code-owners` it asks once for each set of owners among the files that change; a file nobody
 * owns belongs to the service's owners, and so do all where it is not known which change. Where it asks each of the
 * `dependants` it asks once for each set of their owners.
 */
export function holdersOf(rule: ApprovalRule, asked: Asked, catalog: Catalog): readonly Holder[] {
  const { name, dependants: how } = rule;
  const others = rule.groups.filter((group) => group !== CODE_OWNERS && group !== DEPENDANTS);
  const named = meant(others, asked.service);
  const near = rule.groups.includes(DEPENDANTS) ? dependantsThere(asked, catalog, how?.depth) : [];
  if (how?.ask === 'each') return oneByOne(near, { name, groups: named, most: how.most });
  const groups = [...new Set([...named, ...near.flatMap(({ owners }) => owners)])];
  // Where nothing depends on the service there is nobody to ask. Any other rule without people holds.
  if (groups.length === 0 && asksDependantsAlone(rule)) return [];
  return rule.groups.includes(CODE_OWNERS)
    ? byFiles(name, groups, asked, catalog)
    : [{ name, groups, persons: [] }];
}

/** Group names as they are, and `owners` for those of the service. */
export function meant(groups: readonly string[], { owners }: Service): readonly string[] {
  return [...new Set(groups.flatMap((group) => (group === 'owners' ? owners : [group])))];
}

function asksDependantsAlone({ groups }: ApprovalRule): boolean {
  return groups.length > 0 && groups.every((group) => group === DEPENDANTS);
}

/** What cannot do without the service there, directly or by way of others. */
function dependantsThere(
  { service, environment }: Asked,
  catalog: Catalog,
  depth: number | undefined,
): readonly Service[] {
  return dependantsOf(catalog, [service.name], depth).filter(
    (one) => placementOf(one, environment.name) !== null,
  );
}

/** The owners of each, or those who decide in their place where they are too many. */
function oneByOne(
  near: readonly Service[],
  rule: { readonly name: string; readonly groups: readonly string[]; readonly most: number },
): readonly Holder[] {
  const { name, groups: others, most } = rule;
  const apart = ownersApart(near);
  if (apart.length > most) {
    const stake: Stake = { dependants: [], instead: { owners: apart.length, most } };
    return [{ name, groups: others, persons: [], stake }];
  }
  return apart.map(({ groups, owned }) => ({
    name: apart.length === 1 ? name : `${name}: ${groups.join(' or ')}`,
    groups,
    persons: [],
    stake: { dependants: owned.filter(isForAll).map((one) => one.name) },
  }));
}

/** Whether every member may look at it, and so read its name. */
function isForAll({ readers = [] }: Service): boolean {
  return readers.length === 0;
}

function byFiles(
  name: string,
  groups: readonly string[],
  { service, paths }: Asked,
  catalog: Catalog,
): readonly Holder[] {
  const sets = (paths ?? ['']).map((path) => {
    const line = paths == null ? null : lineFor(service.codeOwners ?? [], path);
    const found = (line?.owners ?? []).flatMap((word) => ownerNamed(catalog, word) ?? []);
    const own = found.flatMap((one) => ('group' in one ? [one.group] : []));
    const persons = found.flatMap((one) => ('person' in one ? [one.person] : []));
    const all = found.length === 0 ? service.owners : own;
    const pattern = line !== null && found.length > 0 ? line.pattern : null;
    return { groups: [...new Set([...all, ...groups])], persons, pattern };
  });
  const once = Map.groupBy(sets, (one) => [...one.groups, ...one.persons].join(' or '));
  return [...once].map(([who, own]) => {
    const { groups: asked = [], persons = [] } = own[0] ?? {};
    const patterns = [...new Set(own.flatMap(({ pattern }) => pattern ?? []))];
    const called = once.size === 1 ? name : `${name}: ${who}`;
    return { name: called, groups: asked, persons, patterns };
  });
}
