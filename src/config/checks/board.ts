import { BoardRule } from '../../domain/governance/board.ts';
import type { Fault } from '../fault.ts';
import { mapOf } from '../select.ts';
import { faultAt } from '../source.ts';
import { membersOf, requesters } from './approvers.ts';
import type { Check } from './check.ts';

/**
 * The board can vote whoever asks: less the one who asks it has its quorum, and somebody of the business.
 * Groups with faults of their own are left to the other checks.
 */
export const board: Check = ({ organisation }) => {
  const rule = BoardRule.safeParse(mapOf(organisation.raw)?.['cab']);
  if (!organisation.sound || !rule.success) return [];
  const { groups, businessSeat, quorum, environments } = rule.data;
  const members = membersOf(organisation, [...groups, businessSeat]);
  const business = membersOf(organisation, [businessSeat]);
  if (members === null || business === null) return [];
  const fault = (key: string, why: string): Fault =>
    faultAt(organisation, ['cab', key], 'value', `the change advisory board ${why}`, HINT);
  return environments.flatMap((environment) => {
    const askers = [null, ...(requesters(organisation, environment) ?? [])];
    const short = askers.find((asker) => without(members, asker).length < quorum);
    const lone = askers.find((asker) => without(business, asker).length === 0);
    const key =
      mapOf(mapOf(organisation.raw)?.['cab'])?.['quorum'] === undefined ? 'groups' : 'quorum';
    return [
      ...(short === undefined
        ? []
        : [fault(key, `has no quorum of ${quorum} in ${environment}${when(short)}`)]),
      ...(lone === undefined
        ? []
        : [fault('businessSeat', `has no business seat in ${environment}${when(lone)}`)]),
    ];
  });
};

const HINT = 'name another group, or add people with a Slack account';

function without(people: readonly string[], asker: string | null): readonly string[] {
  return people.filter((person) => person !== asker);
}

function when(asker: string | null): string {
  return asker === null ? '' : ` when ${asker} asks`;
}
