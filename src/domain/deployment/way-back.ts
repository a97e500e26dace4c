import type { Instant } from '../kernel/time.ts';
import type { Deployment } from './deployment.ts';
import type { DeploymentChange } from './moves.ts';
import type { StepOutcome } from './step-outcome.ts';

/** Whether the rollback was looked for and nothing of it is missing. */
export function isBackReady({ wayBack }: Deployment): boolean {
  return wayBack !== undefined && wayBack.lacks.length === 0;
}

/** The change with what was found of the way back, in the row and in its first ledger entry. */
export function keepWayBack(
  d: Deployment,
  outcome: StepOutcome,
  change: DeploymentChange,
  now: Instant,
): DeploymentChange {
  const back = 'back' in outcome ? outcome.back : undefined;
  if (!back) return change;
  const { to, lacks } = back;
  const rows = change.rows.map((one) =>
    one.row.id === d.id ? { ...one, row: { ...one.row, wayBack: { to, lacks, at: now } } } : one,
  );
  const first = change.ledger.findIndex(({ subject }) => subject === d.id);
  const wayBack = { to: to.digest, version: to.version, lacks };
  const ledger = change.ledger.map((entry, i) =>
    i === first ? { ...entry, evidence: { ...entry.evidence, wayBack } } : entry,
  );
  return { ...change, rows, ledger };
}
