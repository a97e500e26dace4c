import { rule } from '../gates/index.ts';
import {
  APPROVAL_VALID_MS,
  type Approval,
  type ApprovalSlot,
  counting,
  isAhead,
} from '../governance/approval.ts';
import { rightUnder } from '../governance/given-under.ts';
import { type Filled, seatGiven } from '../governance/seats.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';
import { type Deployment, subjectOf, type Waiting } from './deployment.ts';
import { waitingFrom } from './waiting.ts';

type Asked = Pick<Deployment, 'gates' | 'requestedBy'>;

/** The approval slots that were frozen with the plan. */
export function slotsOf(d: Pick<Deployment, 'gates'>): readonly ApprovalSlot[] {
  return d.gates.flatMap((g) => (g.kind === 'approval' ? g.slots : []));
}

/** Who wrote what changes, as far as it was known when it was asked for. */
export function authorsOf(d: Pick<Deployment, 'gates'>): readonly string[] {
  return d.gates.flatMap((g) => (g.kind === 'approval' ? (g.excluded ?? []) : []));
}

/** Whoever is asked for an approval, and may give one. */
export function mayApprove(d: Asked): readonly string[] {
  const not = barredFrom(d);
  return slotsOf(d).flatMap(({ people }) => people.filter((person) => !not.includes(person)));
}

/** Whose approval never counts: who asked for it, and who wrote what changes. */
export function barredFrom(d: Asked): readonly string[] {
  return [d.requestedBy, ...authorsOf(d)];
}

/** The approvals of this very plan that count. */
export function validOf(d: Asked & Pick<Deployment, 'approvals' | 'planDigest'>) {
  return counting(d.approvals, d.planDigest, barredFrom(d));
}

/** Which rule has whose yes, and how many more it needs. */
export function consentTo(d: Deployment): readonly Filled<ApprovalSlot, Approval>[] {
  return seatGiven(slotsOf(d), validOf(d));
}

/** Whether every slot has its people. */
export function isApproved(d: Deployment): boolean {
  return consentTo(d).every(({ missing }) => missing === 0);
}

/** The approvals that wait for evidence. */
export function aheadOf(d: Pick<Deployment, 'approvals' | 'planDigest'>): readonly Approval[] {
  return d.approvals.filter((a) => isAhead(a) && a.planDigest === d.planDigest);
}

/** To whom it was handed on under this rule, or who stands in for its people. */
export function calledFor(d: Pick<Deployment, 'called'>, rule: string): readonly string[] {
  return [...new Set((d.called ?? []).flatMap((one) => (one.rule === rule ? one.people : [])))];
}

/** For whom this person has it under this rule, and until when: each who delegated it, each turn on call. */
export function handedTo(d: Pick<Deployment, 'called'>, rule: string, person: string) {
  return (d.called ?? []).flatMap(({ handed = [], why, rule: under }) =>
    under === rule
      ? handed
          .filter(({ to }) => to === person)
          .map((one) => ({ ...one, onCall: why === 'escalation' }))
      : [],
  );
}

/** Who could still say yes where one is missing. */
export function stillAsked(d: Deployment): readonly string[] {
  const open = consentTo(d).filter(({ missing }) => missing > 0);
  const people = open.flatMap(({ slot }) => {
    const not = [...barredFrom(d), ...answeredUnder(slot, [...validOf(d), ...aheadOf(d)])];
    return [...slot.people, ...calledFor(d, slot.rule)].filter((p) => !not.includes(p));
  });
  return [...new Set(people)];
}

/** Who gave one of these under the rule already; one given under another rule does not count here. */
export function answeredUnder(
  slot: ApprovalSlot,
  approvals: readonly Approval[],
): readonly string[] {
  return approvals.filter((a) => rightUnder(slot, a) !== null).map((a) => a.by);
}

/** What it waits for with these approvals; what other gates said at the last look stays. */
export function rewait(
  d: Deployment,
  approvals: readonly Approval[],
  now: Instant,
): readonly Waiting[] {
  const others = d.waiting.filter((w) => w.gate !== 'approval');
  const gate = d.gates.find((g) => g.kind === 'approval');
  return gate
    ? [...waitingFrom([rule(gate, { approvals }, subjectOf(d), now)], now), ...others]
    : others;
}

/** Until when an approval that begins to count now may start something. */
export function validUntil(d: Deployment, now: Instant): Instant {
  return plus(plannedStart(d, now), APPROVAL_VALID_MS);
}

/**
 * When everything but approvals passes, as far as it is known; what has no end does not postpone it, nor does a
 * lock: whoever holds it may take it off at any moment, or extend it.
 */
function plannedStart(d: Deployment, now: Instant): Instant {
  const others = d.waiting.filter((w) => w.gate !== 'approval' && w.gate !== 'lock');
  return instant(Math.max(now, ...others.map((w) => w.until ?? now)));
}
