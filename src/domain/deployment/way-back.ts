import type { Instant } from '../kernel/time.ts';
import type { Prints } from './back.ts';
import type { Deployment } from './deployment.ts';
import type { DeploymentChange } from './moves.ts';
import type { StepOutcome } from './step-outcome.ts';

/** Whether the rollback was looked for and nothing of it is missing. */
export function isBackReady({ wayBack }: Deployment): boolean {
  return wayBack !== undefined && wayBack.lacks.length === 0;
}

/**
 * What of it is another one than it was before anybody met the new version, by name. What is not there any more is
 * missing, and told as that.
 */
export function changedOf(before: Prints, now: Prints): readonly string[] {
  return Object.keys(before).filter(
    (name) => Object.hasOwn(now, name) && now[name] !== before[name],
  );
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
  const rows = change.rows.map((one) =>
    one.row.id === d.id ? { ...one, row: { ...one.row, wayBack: { ...back, at: now } } } : one,
  );
  const first = change.ledger.findIndex(({ subject }) => subject === d.id);
  const { to, lacks, changed = [] } = back;
  const others = changed.length > 0 ? { changed } : {};
  const wayBack = { to: to.digest, version: to.version, lacks, ...others };
  const ledger = change.ledger.map((entry, i) =>
    i === first ? { ...entry, evidence: { ...entry.evidence, wayBack } } : entry,
  );
  return { ...change, rows, ledger };
}
