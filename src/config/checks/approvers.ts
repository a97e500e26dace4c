import { type ApprovalRule, DEPENDANTS } from '../../domain/governance/approval.ts';
import { GroupFile } from '../schema/people.ts';
import { keysOf, mapOf, selectTexts, textOf } from '../select.ts';
import type { Source } from '../source.ts';
import type { Ground } from './check.ts';
import { dependantsOf } from './dependants.ts';

/**
 * The groups a rule means for this service in this environment, and their people; null when one of them is not
 * known. A rule of `dependants` alone means nobody where nothing depends on the service: it asks for nothing there.
 */
export function approversOf(
  rule: ApprovalRule,
  service: Source,
  environment: string,
  { organisation, services }: Ground,
): {
  readonly groups: readonly string[];
  readonly people: readonly string[] | null;
  readonly asks: boolean;
} {
  const near = rule.groups.includes(DEPENDANTS) ? dependantsOf(service, services) : [];
  const meant = rule.groups.flatMap((group): readonly string[] => {
    if (group === 'owners') return ownersOf(service);
    if (group !== DEPENDANTS) return [group];
    return (near ?? []).filter((one) => runsIn(one, environment)).flatMap(ownersOf);
  });
  const groups = [...new Set(meant)];
  const asks = near === null || groups.length > 0 || rule.groups.some((one) => one !== DEPENDANTS);
  return { groups, people: near === null ? null : membersOf(organisation, groups), asks };
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
function withAccount(organisation: Source, ids: readonly string[]): readonly string[] | null {
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
