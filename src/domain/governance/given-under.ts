import type { Approval, ApprovalSlot, CountedUnder } from './approval.ts';

type Under = Pick<ApprovalSlot, 'rule' | 'version' | 'people' | 'persons' | 'escalate'>;

/** What a yes says of its right under a rule, by the version of that; null where it says nothing. */
export function rightGiven(
  slot: Pick<Under, 'rule' | 'version'>,
  { rules = [] }: Pick<Approval, 'rules'>,
): CountedUnder | null {
  const isIt = ({ rule, version }: CountedUnder): boolean =>
    rule === slot.rule && version === (slot.version ?? null);
  return rules.find(isIt) ?? null;
}

/**
 * In whose right a yes was given under a rule: the giver's own, or that of somebody who had handed it over. Null where
 * it was not given under it: who could have had a right, or has one since, has to say yes again. What was stored
 * without its rights was given under nothing.
 */
export function rightUnder(slot: Under, approval: Approval): string | null {
  const right = rightGiven(slot, approval);
  if (right?.as === undefined) return null;
  const whose = right.for ?? approval.by;
  const isHandedOn = right.as === 'handed on' || right.as === 'on call';
  const frozen = isHandedOn ? (slot.escalate ?? []).flatMap((rung) => rung.people) : slot.people;
  return frozen.includes(whose) ? whose : null;
}

/** Whether it says by which rights it was given; only what was stored before they were kept does not. */
export function saysItsRights({ rules = [] }: Approval): boolean {
  return rules.length > 0 && rules.every(({ as }) => as !== undefined);
}
