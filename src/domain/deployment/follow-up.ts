import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import type { Deployment } from './deployment.ts';
import type { Finding } from './found.ts';
import { type DeploymentChange, move } from './moves.ts';

/** What is not as it must be and was let through: its owners still have to do something. */
export function owedFollowUps({ findings = [] }: Deployment): readonly Finding[] {
  return findings.filter((one) => one.owner !== undefined && !one.settled);
}

/** Somebody has done what was to be done. */
export function settleFollowUp(
  d: Deployment,
  name: string,
  word: { readonly by: string; readonly because: string | null },
  now: Instant,
): DeploymentChange | Refusal {
  const owed = owedFollowUps(d);
  const { by, because } = word;
  const found = owed.find((one) => one.name === name);
  if (!found) {
    const names = owed.map((one) => one.name).join(', ');
    return refuse('no-such-follow-up', `${d.id} owes no follow-up called ${name}.`, {
      fix: names === '' ? 'It owes none.' : `It owes: ${names}.`,
    });
  }
  if (because === null) {
    return refuse('missing', 'What was done is missing.', {
      fix: 'Say it: the ledger keeps it.',
      line: `/release followup ${d.id} ${name} because "…"`,
    });
  }
  const settled = { by, at: now, because };
  const findings = (d.findings ?? []).map((one) => (one === found ? { ...one, settled } : one));
  return move(d, { findings }, 'followed-up', {
    by,
    at: now,
    note: `${by} followed up "${name}": ${because}`,
    evidence: { name, says: found.says, because },
  });
}
