import { ApprovalRule } from '../../domain/governance/approval.ts';
import type { Fault } from '../fault.ts';
import { GroupFile } from '../schema/people.ts';
import { keysOf, mapOf, select, selectTexts, textOf } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import type { Ground } from './check.ts';

/**
 * Every approval rule can be met, whoever asks: of the people it names, less the one who asks, at
 * least `quorum` are left. A person without an account counts for nothing, because nobody can press
 * for them. Rules with faults of their own are left to the other checks.
 */
export function quorum(ground: Ground): readonly Fault[] {
  const { organisation, services } = ground;
  if (!organisation.sound) return [];
  return select(organisation.raw, 'approvals.#').flatMap(({ path, value }) => {
    const rule = ApprovalRule.safeParse(value);
    if (!rule.success) return [];
    const short = services
      .filter((one) => one.sound && covers(rule.data, one.raw))
      .flatMap((one) =>
        rule.data.environments.flatMap((env) => fails(rule.data, env, one, ground)),
      );
    const where = [...path, mapOf(value)?.['quorum'] === undefined ? 'groups' : 'quorum'];
    return short.map((why) => faultAt(organisation, where, 'value', why, HINT));
  });
}

const HINT = 'name another group, add people with a Slack account, or lower quorum';

function fails(
  rule: ApprovalRule,
  environment: string,
  service: Source,
  { organisation }: Ground,
): readonly string[] {
  const places = mapOf(mapOf(service.raw)?.['environments']);
  if (places !== null && !Object.hasOwn(places, environment)) return [];
  const groups = rule.groups.flatMap((group) =>
    group === 'owners' ? selectTexts(service.raw, 'owners.#').map((o) => o.value) : [group],
  );
  const approvers = membersOf(organisation, groups);
  const deployers = requesters(organisation, environment);
  if (approvers === null || deployers === null) return [];
  const left = (asker: string | null): number => approvers.filter((id) => id !== asker).length;
  const about = rule.groups.includes('owners') ? `${textOf(service.raw, 'service')} to ` : '';
  const rest = `needs ${rule.quorum} of ${groups.join(', ')}`;
  const start = `the approval rule "${rule.name}" cannot be met for ${about}${environment}: it ${rest}`;
  if (left(null) < rule.quorum) return [`${start}, who are ${count(left(null))}`];
  const asker = deployers.find((id) => left(id) < rule.quorum);
  return asker === undefined
    ? []
    : [`${start}, who are ${count(left(asker))} when ${asker} asks: a requester never counts`];
}

function count(people: number): string {
  if (people === 0) return 'nobody';
  return people === 1 ? 'one person' : `${people} people`;
}

/** As the domain reads a rule; tags and services narrow it together. */
function covers(rule: ApprovalRule, service: unknown): boolean {
  const tags = selectTexts(service, 'tags.#').map((tag) => tag.value);
  const name = textOf(service, 'service');
  const named = rule.services === undefined || (name !== null && rule.services.includes(name));
  return named && (rule.tags === undefined || rule.tags.some((tag) => tags.includes(tag)));
}

function requesters(organisation: Source, environment: string): readonly string[] | null {
  const section = mapOf(mapOf(mapOf(organisation.raw)?.['environments'])?.[environment]);
  const groups = selectTexts(section, 'deployers.#').map((group) => group.value);
  return groups.length > 0
    ? membersOf(organisation, groups)
    : withAccount(organisation, keysOf(mapOf(organisation.raw)?.['people']));
}

/** The different people of these groups who have an account; null when one of them is not known. */
function membersOf(organisation: Source, groups: readonly string[]): readonly string[] | null {
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
  return known ? ids.filter((id) => hasAccount(people[id])) : null;
}

/** An account that is malformed counts: it is a fault already, and not one of the rule. */
function hasAccount(person: unknown): boolean {
  const slack = mapOf(person)?.['slack'];
  return Array.isArray(slack) ? slack.length > 0 : typeof slack === 'string';
}
