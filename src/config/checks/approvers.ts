import { type ApprovalRule, DEPENDANTS } from '../../domain/governance/approval.ts';
import { ownersApart } from '../../domain/governance/dependants.ts';
import { GroupFile } from '../schema/people.ts';
import { keysOf, mapOf, selectTexts, textOf } from '../select.ts';
import type { Source } from '../source.ts';
import type { Ground } from './check.ts';
import { dependantsOf } from './dependants.ts';

/** Groups of which a rule asks its quorum, and their people; null when one of them is not known. */
export interface Approvers {
  readonly groups: readonly string[];
  readonly people: readonly string[] | null;
}

/**
 * Whom a rule asks about this service in this environment: those of each entry, whatever those of another say. Where
 * nothing depends on the service a rule of `dependants` alone, or of each of them, asks nobody.
 */
export function approversOf(
  rule: ApprovalRule,
  service: Source,
  environment: string,
  { organisation, services }: Ground,
): readonly Approvers[] {
  const how = rule.dependants;
  const near = rule.groups.includes(DEPENDANTS) ? dependantsOf(service, services, how?.depth) : [];
  if (near === null) return [{ groups: rule.groups, people: null }];
  const there = near.filter((one) => runsIn(one, environment));
  const owned = there.map((one) => ({ owners: ownersOf(one) }));
  const named = rule.groups.flatMap((group): readonly string[] => {
    if (group === DEPENDANTS) return [];
    return group === 'owners' ? ownersOf(service) : [group];
  });
  return askedBy(how, named, owned)
    .map((groups) => [...new Set(groups)])
    .filter((groups) => groups.length > 0)
    .map((groups) => ({ groups, people: membersOf(organisation, groups) }));
}

/** As the domain asks: all of them as one, or each of the owners by itself as long as they are not too many. */
function askedBy(
  how: ApprovalRule['dependants'],
  named: readonly string[],
  owned: readonly { readonly owners: readonly string[] }[],
): readonly (readonly string[])[] {
  if (how?.ask !== 'each') return [[...named, ...owned.flatMap(({ owners }) => owners)]];
  const apart = ownersApart(owned);
  return apart.length > how.most ? [named] : apart.map(({ groups }) => groups);
}

function ownersOf(service: Source): readonly string[] {
  return selectTexts(service.raw, 'owners.#').map(({ value }) => value);
}

/** Whether the service runs there; one that names no environment runs everywhere. */
export function runsIn(service: Source, environment: string): boolean {
  const places = mapOf(mapOf(service.raw)?.['environments']);
  return places === null || Object.hasOwn(places, environment);
}

/** As the domain reads a rule; tags and services narrow it together. */
export function covers(rule: ApprovalRule, service: unknown): boolean {
  const tags = selectTexts(service, 'tags.#').map((tag) => tag.value);
  const name = textOf(service, 'service');
  const named = rule.services === undefined || (name !== null && rule.services.includes(name));
  return named && (rule.tags === undefined || rule.tags.some((tag) => tags.includes(tag)));
}

/** Who may ask there; null when one of them is not known. */
export function requesters(organisation: Source, environment: string): readonly string[] | null {
  const section = mapOf(mapOf(mapOf(organisation.raw)?.['environments'])?.[environment]);
  const groups = selectTexts(section, 'deployers.#').map((group) => group.value);
  return groups.length > 0
    ? membersOf(organisation, groups)
    : withAccount(organisation, keysOf(mapOf(organisation.raw)?.['people']));
}

/** The different people of these groups who have an account; null when one of them is not known. */
export function membersOf(
  organisation: Source,
  groups: readonly string[],
): readonly string[] | null {
  const written = mapOf(mapOf(organisation.raw)?.['groups']) ?? {};
  const parsed = groups.map((group) => GroupFile.safeParse(written[group]));
  if (!groups.every((group, i) => Object.hasOwn(written, group) && parsed[i]?.success)) return null;
  const members = parsed.flatMap((group) => group.data?.members ?? []);
  return withAccount(organisation, [...new Set(members)]);
}

/** Those of these people who have an account; null when one of them is not known at all. */
export function withAccount(
  organisation: Source,
  ids: readonly string[],
): readonly string[] | null {
  const people = mapOf(mapOf(organisation.raw)?.['people']) ?? {};
  const known = ids.every((id) => Object.hasOwn(people, id));
  // A signed list may link whoever has none here.
  const listed = mapOf(mapOf(organisation.raw)?.['peopleImport']) !== null;
  return known ? ids.filter((id) => listed || hasAccount(people[id])) : null;
}

/** An account that is malformed counts: it is a fault already, and not one of the rule. */
function hasAccount(person: unknown): boolean {
  const slack = mapOf(person)?.['slack'];
  return Array.isArray(slack) ? slack.length > 0 : typeof slack === 'string';
}
