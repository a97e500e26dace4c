import type { Instant } from '../kernel/time.ts';
import type { PagePicture } from '../verdict/journey/vote.ts';
import type { Deployment } from './deployment.ts';
import type { Finding } from './found.ts';
import type { DeploymentChange } from './moves.ts';
import { pictureKey } from './page-picture.ts';
import type { StepOutcome } from './step-outcome.ts';

/** The newest finding of a step of the plan. */
export function findingOf({ findings = [] }: Deployment, step: number): Finding | null {
  return findings.findLast((one) => one.step === step) ?? null;
}

/** The change with what was found, in the row and in its first ledger entry: one transaction for both. */
export function keepFinding(
  d: Deployment,
  outcome: StepOutcome,
  change: DeploymentChange,
  now: Instant,
): DeploymentChange {
  const found = 'found' in outcome ? outcome.found : undefined;
  if (!found) return change;
  const { evidence, picture, ...rest } = found;
  const finding: Finding = { ...rest, ...picturedIn(d, picture), step: d.cursor, at: now };
  const others = (d.findings ?? []).filter((one) => one.step !== d.cursor);
  const rows = change.rows.map((one) =>
    one.row.id === d.id ? { ...one, row: { ...one.row, findings: [...others, finding] } } : one,
  );
  const first = change.ledger.findIndex(({ subject }) => subject === d.id);
  const ledger = change.ledger.map((entry, i) =>
    i === first
      ? { ...entry, evidence: { ...entry.evidence, found: { ...rest, evidence } } }
      : entry,
  );
  return { ...change, rows, ledger };
}

function picturedIn(d: Deployment, picture: PagePicture | undefined): Pick<Finding, 'pictured'> {
  if (!picture) return {};
  const { probe, step } = picture;
  return { pictured: { probe, step, key: pictureKey(d) } };
}
