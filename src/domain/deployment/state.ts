import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Deployment } from './deployment.ts';

/** Refuses when it is not waiting any more, saying who ended the waiting and how. */
export function notPending(d: Deployment, why: string): Refusal | null {
  if (d.status === 'pending') return null;
  const what = d.outcome
    ? `${d.id} is already decided: ${d.outcome.code} by ${d.outcome.by}.`
    : `${d.id} is already ${d.status}${approvedBy(d)}.`;
  return refuse('not-pending', what, { why, line: `/release show ${d.id}` });
}

function approvedBy(d: Deployment): string {
  const people = [...new Set(d.approvals.map((a) => a.by))];
  return people.length > 0 ? `, approved by ${people.join(' and ')}` : '';
}

/** Refuses when it is not under way. */
export function notRunning(d: Deployment, why: string): Refusal | null {
  if (d.status === 'running') return null;
  return refuse('not-running', `${d.id} is ${d.status}, not running.`, {
    why,
    line: `/release show ${d.id}`,
  });
}
