import { asksEvidence, type GateRuling } from '../gates/index.ts';
import { isAhead } from '../governance/approval.ts';
import type { Instant } from '../kernel/time.ts';
import { aheadOf, rewait, validUntil } from './consent.ts';
import type { Deployment } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';

/** Approvals given ahead of the evidence count once every gate that asks for some passes; null until then. */
export function turnGreen(
  d: Deployment,
  rulings: readonly GateRuling[],
  now: Instant,
): DeploymentChange | null {
  const ahead = aheadOf(d);
  const isGreen = rulings.every((r) => !asksEvidence(r.gate) || r.ruling.verdict === 'pass');
  if (ahead.length === 0 || !isGreen) return null;
  const counts = { greenAt: now, validUntil: validUntil(d, now) };
  const approvals = d.approvals.map((a) => (isAhead(a) ? { ...a, ...counts } : a));
  const givers = ahead.map((a) => a.by);
  const patch = { approvals, waiting: rewait(d, approvals, now), wakeAt: now };
  return move(d, patch, 'approval-counts', {
    by: 'fairway',
    at: now,
    note: `All is green: the approval of ${givers.join(' and ')} counts from now on`,
    evidence: { givers, planDigest: d.planDigest },
  });
}
