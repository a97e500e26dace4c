import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { dependantsOf, membersOf, ownerNamed, placementOf } from '../catalog/find.ts';
import {
  type ApprovalRule,
  type ApprovalSlot,
  CODE_OWNERS,
  DEPENDANTS,
  ON_CALL,
} from '../governance/approval.ts';
import { matches, ownersOf } from '../governance/code-owners.ts';
import { canonicalText } from '../kernel/canonical.ts';
import { isAtLeast, type Risk } from '../risk/risk.ts';

interface Asked {
  readonly service: Service;
  readonly environment: Environment;
  /** Which files change; nobody knows where there is no list. */
  readonly paths?: readonly string[] | null;
  /** What there is to fear; where nobody knows, every rule about it speaks. */
  readonly risk?: Pick<Risk, 'level'>;
}

export interface AskedByRule {
  readonly rule: string;
  readonly groups: readonly string[];
  readonly people: readonly string[];
  /** Whom it asks besides: when these do not answer, or for certain files. */
  readonly perhaps: readonly string[];
}

/** The approval rules that speak about this, each with its people and its version as they are now. */
export function slotsFor(
  asked: Asked,
  catalog: Catalog,
  digest: (text: string) => string,
): readonly ApprovalSlot[] {
  return catalog.approvals
    .filter((rule) => speaksOf(rule, asked))
    .flatMap((rule) =>
      holdersOf(rule, asked, catalog).map(({ name, groups, persons }) => ({
        rule: name,
        groups,
        people: [...new Set([...membersOf(catalog, groups), ...persons])],
        quorum: rule.quorum,
        version: digest(canonicalText(rule)),
        persons,
        unread: isAboutFiles(rule) && asked.paths == null,
        distinct: rule.distinct,
        expiresMs: rule.expires,
        remindMs: rule.remind,
        escalate: rule.escalate && ladderOf(rule.escalate, groups, asked, catalog),
      })),
    );
}

interface Holder {
  readonly name: string;
  readonly groups: readonly string[];
  readonly persons: readonly string[];
}

/**
 * Whom a rule asks. With `code-owners` it asks once for each set of owners among the files that change;
 * a file nobody owns belongs to the service's owners, and so do all where it is not known which change.
 */
function holdersOf(rule: ApprovalRule, asked: Asked, catalog: Catalog): readonly Holder[] {
  const named = rule.groups.filter((group) => group !== CODE_OWNERS && group !== DEPENDANTS);
  const near = rule.groups.includes(DEPENDANTS) ? dependantOwners(asked, catalog) : [];
  const groups = [...new Set([...meant(named, asked), ...near])];
  // Where nothing depends on the service there is nobody to ask. Any other rule without people holds.
  if (groups.length === 0 && asksDependantsAlone(rule)) return [];
  if (!rule.groups.includes(CODE_OWNERS)) return [{ name: rule.name, groups, persons: [] }];
  const { service, paths } = asked;
  const sets = (paths ?? ['']).map((path) => {
    const words = paths == null ? [] : ownersOf(service.codeOwners ?? [], path);
    const found = words.flatMap((word) => ownerNamed(catalog, word) ?? []);
    const own = found.flatMap((one) => ('group' in one ? [one.group] : []));
    const persons = found.flatMap((one) => ('person' in one ? [one.person] : []));
    const all = found.length === 0 ? service.owners : own;
    return { groups: [...new Set([...all, ...groups])], persons };
  });
  const once = new Map(sets.map((one) => [[...one.groups, ...one.persons].join(' or '), one]));
  return [...once].map(([who, one]) => {
    return { ...one, name: once.size === 1 ? rule.name : `${rule.name}: ${who}` };
  });
}

function asksDependantsAlone({ groups }: ApprovalRule): boolean {
  return groups.length > 0 && groups.every((group) => group === DEPENDANTS);
}

/** The groups that own what cannot do without the service there, directly or by way of others. */
function dependantOwners({ service, environment }: Asked, catalog: Catalog): readonly string[] {
  return dependantsOf(catalog, [service.name])
    .filter((one) => placementOf(one, environment.name) !== null)
    .flatMap(({ owners }) => owners);
}

function isAboutFiles(rule: ApprovalRule): boolean {
  return rule.paths !== undefined || rule.groups.includes(CODE_OWNERS);
}

/** The people each of these rules may come to ask, whichever files change. */
export function askedThere(asked: Asked, catalog: Catalog): readonly AskedByRule[] {
  const everywhere = { service: asked.service, environment: asked.environment, paths: null };
  return catalog.approvals
    .filter((rule) => speaksOf(rule, everywhere))
    .flatMap((rule) => {
      const holders = holdersOf(rule, everywhere, catalog);
      if (holders.length === 0) return [];
      const groups = [...new Set(holders.flatMap((one) => one.groups))];
      const rungs = ladderOf(rule.escalate ?? [], groups, asked, catalog);
      const byFiles = rule.groups.includes(CODE_OWNERS) ? codeOwnersOf(asked.service, catalog) : [];
      const perhaps = [...rungs.flatMap((rung) => rung.people), ...byFiles];
      return [{ rule: rule.name, groups, people: membersOf(catalog, groups), perhaps }];
    });
}

/** Everybody who owns any file of the service. */
function codeOwnersOf({ codeOwners = [] }: Service, catalog: Catalog): readonly string[] {
  return codeOwners
    .flatMap(({ owners }) => owners)
    .flatMap((word) => ownerNamed(catalog, word) ?? [])
    .flatMap((one) => ('group' in one ? membersOf(catalog, [one.group]) : [one.person]));
}

function meant(groups: readonly string[], { service }: Asked): readonly string[] {
  return [...new Set(groups.flatMap((g) => (g === 'owners' ? service.owners : [g])))];
}

/** Each rung with everybody it could come to mean; who is on call is known when it is due. */
function ladderOf(
  ladder: NonNullable<ApprovalRule['escalate']>,
  groups: readonly string[],
  asked: Asked,
  catalog: Catalog,
): NonNullable<ApprovalSlot['escalate']> {
  const near = [...groups, ...asked.service.owners];
  const turns = (catalog.onCall ?? []).filter((one) => near.includes(one.group));
  return ladder.map(({ after, to }) => {
    const named = meant(to, asked);
    const onCall = named.includes(ON_CALL) ? turns.flatMap((one) => one.people) : [];
    const people = [...new Set([...membersOf(catalog, named), ...onCall])];
    return { afterMs: after, to: named, people };
  });
}

function speaksOf(rule: ApprovalRule, asked: Asked): boolean {
  const { service, environment, paths, risk } = asked;
  const named = rule.services === undefined || rule.services.includes(service.name);
  const tagged = rule.tags === undefined || rule.tags.some((tag) => service.tags.includes(tag));
  return (
    rule.environments.includes(environment.name) &&
    named &&
    tagged &&
    touches(rule, paths) &&
    fears(rule, risk)
  );
}

function fears({ risk: least }: ApprovalRule, risk: Asked['risk']): boolean {
  return least === undefined || risk === undefined || isAtLeast(risk.level, least);
}

/** Files that nobody knows are among those a rule speaks about. */
function touches({ paths: patterns }: ApprovalRule, paths: Asked['paths']): boolean {
  if (patterns === undefined || paths == null) return true;
  return paths.some((path) => patterns.some((pattern) => matches(pattern, path)));
}
