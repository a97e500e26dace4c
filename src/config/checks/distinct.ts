import { ApprovalRule } from '../../domain/governance/approval.ts';
import { suffices } from '../../domain/governance/seats.ts';
import type { Fault } from '../fault.ts';
import { keysOf, mapOf, select, textOf } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import { approversOf, covers, requesters, runsIn } from './approvers.ts';
import type { Ground } from './check.ts';

interface Placed {
  readonly path: readonly (string | number)[];
  readonly rule: ApprovalRule;
}

/**
 * Rules that share nobody can be met together, whoever asks, and each of them meets another such rule
 * somewhere: alone the word would promise what nothing keeps. One that asks each of several owners meets itself.
 */
export function distinct(ground: Ground): readonly Fault[] {
  const { organisation } = ground;
  if (!organisation.sound) return [];
  const rules = select(organisation.raw, 'approvals.#').flatMap(({ path, value }): Placed[] => {
    const read = ApprovalRule.safeParse(value);
    return read.success && read.data.distinct ? [{ path, rule: read.data }] : [];
  });
  const meetings = meetingsOf(rules, ground);
  return [
    ...rules.filter((one) => !meetings.some((m) => m.rules.includes(one))).map(alone(organisation)),
    ...meetings.flatMap((meeting) => short(meeting, ground)),
  ];
}

interface Meeting {
  readonly service: Source;
  readonly environment: string;
  readonly rules: readonly Placed[];
}

/** Every place where two or more of them speak about the same thing, or one asks each of several. */
function meetingsOf(rules: readonly Placed[], ground: Ground): readonly Meeting[] {
  const environments = keysOf(mapOf(ground.organisation.raw)?.['environments']);
  return ground.services
    .filter((service) => service.sound)
    .flatMap((service) =>
      environments
        .filter((environment) => runsIn(service, environment))
        .map((environment) => ({
          service,
          environment,
          rules: rules.filter(
            ({ rule }) => rule.environments.includes(environment) && covers(rule, service.raw),
          ),
        })),
    )
    .filter(({ rules: met }) => met.length > 1 || met.some(asksEach));
}

function asksEach({ rule }: Placed): boolean {
  return rule.dependants?.ask === 'each';
}

function alone(organisation: Source): (placed: Placed) => Fault {
  return ({ path, rule }) =>
    faultAt(
      organisation,
      [...path, 'distinct'],
      'value',
      `no other distinct rule speaks about what "${rule.name}" speaks about`,
      'of the rules that say distinct one person fills one: say it in the other rule too',
    );
}

function short({ service, environment, rules }: Meeting, ground: Ground): readonly Fault[] {
  const { organisation } = ground;
  const asked = rules.flatMap(({ rule }) =>
    approversOf(rule, service, environment, ground).map((one) => ({ ...one, quorum: rule.quorum })),
  );
  const slots = asked.flatMap(({ people, quorum }) =>
    people === null ? [] : [{ people, quorum, distinct: true }],
  );
  const askers = requesters(organisation, environment);
  if (askers === null || slots.length < asked.length) return [];
  const people = [...new Set(slots.flatMap((slot) => slot.people))];
  const enough = (some: typeof slots, asker: string | null): boolean =>
    suffices(
      some,
      people.filter((id) => id !== asker),
    );
  const each = [null, ...askers].every((asker) => slots.every((slot) => enough([slot], asker)));
  const asker = [null, ...askers].find((one) => !enough(slots, one));
  if (asker === undefined || !each) return []; // a rule that fails by itself has its own fault
  const said = sayRules(rules);
  const when = asker === null ? '' : ` when ${asker} asks`;
  const about = `${textOf(service.raw, 'service')} to ${environment}`;
  const path = [...(rules.at(-1)?.path ?? []), 'distinct'];
  const what = `${said} cannot be met together for ${about}${when}: each needs other people`;
  return [
    faultAt(organisation, path, 'value', what, 'add people to their groups, or lower quorum'),
  ];
}

function sayRules(rules: readonly Placed[]): string {
  const names = rules.map(({ rule }) => `"${rule.name}"`).join(' and ');
  return `the ${rules.length > 1 ? 'approval rules' : 'parts of the approval rule'} ${names}`;
}
