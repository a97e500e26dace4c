import type { Approval, ApprovalSlot } from './approval.ts';

type Under = Pick<ApprovalSlot, 'rule' | 'version' | 'people' | 'persons' | 'escalate'>;

/**
 * In whose right a yes was given under a rule: the giver's own, or that of somebody who had handed it over. Null where
 * it was not given under it: who could have had a right, or has one since, has to say yes again. What was stored
 * without its rights was given under nothing.
 */
export function rightUnder(slot: Under, { by, rules = [] }: Approval): string | null {
  const right = rules.find(
    ({ rule, version }) => rule === slot.rule && version === (slot.version ?? null),
  );
  if (right?.as === undefined) return null;
  const whose = right.for ?? by;
  const isHandedOn = right.as === 'handed on' || right.as === 'on call';
  const frozen = isHandedOn ? (slot.escalate ?? []).flatMap((rung) => rung.people) : slot.people;
  return frozen.includes(whose) ? whose : null;
}

/** Whether it says by which rights it was given; only what was stored before they were kept does not. */
export function saysItsRights({ rules = [] }: Approval): boolean {
  return rules.length > 0 && rules.every(({ as }) => as !== undefined);
}
