import type { Instant } from '../kernel/time.ts';
import { tallyOf } from './board.ts';
import { isLive, othersFor } from './break-glass.ts';
import { stillAsked } from './consent.ts';
import type { Deployment } from './deployment.ts';

/** Whether a deployment that is not over waits for this person: an approval, a vote, a glass, a decision amid it. */
export function awaits(d: Deployment, person: string, now: Instant): boolean {
  if (d.hold?.asks.includes(person) || awaitsYes(d, person, now)) return true;
  if (d.status !== 'pending') return false;
  return stillAsked(d).includes(person) || awaitsVote(d, person);
}

function awaitsVote(d: Deployment, person: string): boolean {
  const called = d.waiting.some(({ gate }) => gate === 'cab');
  return called && (tallyOf(d)?.left.includes(person) ?? false);
}

function awaitsYes(d: Deployment, person: string, now: Instant): boolean {
  const asked = d.breakGlass;
  if (!asked || asked.grantedAt !== null || !isLive(d, now)) return false;
  const given = asked.approvals.some(({ by }) => by === person);
  return !given && othersFor(d, asked.askedBy).includes(person);
}
