import { ApprovalRule, CODE_OWNERS, DEPENDANTS } from '../../domain/governance/approval.ts';
import type { Fault } from '../fault.ts';
import { mapOf, select, textOf } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import { type Approvers, approversOf, covers, requesters, runsIn } from './approvers.ts';
import type { Ground } from './check.ts';
import { fileOwnersOf } from './file-owners.ts';

/**
 * Every approval rule can be met, whoever asks: of the people it names, less the one who asks, at
 * least `quorum` are left; of each set of owners in a CODEOWNERS there are as many at all. A person without an account counts for nothing, because nobody can press
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

/** What a rule says that means other people for each service. */
const OF_SERVICE: ReadonlySet<string> = new Set(['owners', CODE_OWNERS, DEPENDANTS]);

const HINT = 'name another group, add people with a Slack account, or lower quorum';

function fails(
  rule: ApprovalRule,
  environment: string,
  service: Source,
  ground: Ground,
): readonly string[] {
  const deployers = requesters(ground.organisation, environment);
  if (!runsIn(service, environment) || deployers === null) return [];
  const ofService = rule.groups.some((one) => OF_SERVICE.has(one));
  const about = ofService ? `${textOf(service.raw, 'service')} to ` : '';
  const start = `the approval rule "${rule.name}" cannot be met for ${about}${environment}`;
  const said = ({ groups, people }: Approvers, askers: readonly string[]): readonly string[] => {
    const why = people && tooFew(people, rule.quorum, askers);
    return why ? [`${start}: it needs ${rule.quorum} of ${groups.join(', ')}, who are ${why}`] : [];
  };
  return [
    ...approversOf(rule, service, environment, ground).flatMap((one) => said(one, deployers)),
    // Who asks may have changed none of those files; that is known when they do.
    ...fileOwnersOf(rule, service, ground.organisation).flatMap((one) => said(one, [])),
  ];
}

/** How many there are, where that is not enough; or when somebody asks who may. */
function tooFew(
  approvers: readonly string[],
  quorum: number,
  deployers: readonly string[],
): string | null {
  const left = (asker: string | null): number => approvers.filter((id) => id !== asker).length;
  if (left(null) < quorum) return count(left(null));
  const asker = deployers.find((id) => left(id) < quorum);
  return asker === undefined
    ? null
    : `${count(left(asker))} when ${asker} asks: a requester never counts`;
}

function count(people: number): string {
  if (people === 0) return 'nobody';
  return people === 1 ? 'one person' : `${people} people`;
}
