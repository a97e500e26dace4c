import { ApprovalRule, DEPENDANTS } from '../../domain/governance/approval.ts';
import type { Fault } from '../fault.ts';
import { mapOf, select, textOf } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import { approversOf, covers, requesters, runsIn } from './approvers.ts';
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
  ground: Ground,
): readonly string[] {
  if (!runsIn(service, environment)) return [];
  const { groups, people: approvers, asks } = approversOf(rule, service, environment, ground);
  const deployers = requesters(ground.organisation, environment);
  if (approvers === null || deployers === null || !asks) return [];
  const left = (asker: string | null): number => approvers.filter((id) => id !== asker).length;
  const ofService = rule.groups.some((one) => one === 'owners' || one === DEPENDANTS);
  const about = ofService ? `${textOf(service.raw, 'service')} to ` : '';
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
