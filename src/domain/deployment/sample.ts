import type { Change, Entry } from '../kernel/change.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import type { Sample } from '../verdict/sequential-judge.ts';
import type { Compared } from '../verdict/success.ts';
import type { Deployment, DeploymentId } from './deployment.ts';
import type { DeploymentEvent } from './event.ts';
import type { DeploymentChange, DeploymentRow } from './moves.ts';
import type { StepOutcome } from './step-outcome.ts';

/** What a look saw, kept as it was so that its verdict can be computed again. */
interface Kept<Of> extends Target {
  readonly deployment: DeploymentId;
  /** Of the row that this look led to: no look is kept twice. */
  readonly revision: number;
  /** The place of its step in the plan. */
  readonly step: number;
  readonly at: Instant;
  readonly sample: Of;
}

/** One look of a judge. */
export type KeptSample = Kept<Sample>;
/** What the end of a bake was compared with. */
type KeptComparison = Kept<Compared>;
export type AnyKept = KeptSample | KeptComparison;

export function isLook(kept: AnyKept): kept is KeptSample {
  return kept.sample.kind !== 'compared';
}

export function isComparison(kept: AnyKept): kept is KeptComparison {
  return kept.sample.kind === 'compared';
}

export interface SampleRow {
  readonly table: 'sample';
  readonly row: AnyKept;
}

/** What was concluded, in the ledger's form: what is computed again from the samples must be this. */
function judged(outcome: StepOutcome): Entry['evidence'] {
  const verdict = 'verdict' in outcome ? outcome.verdict : null;
  if (!verdict) return {};
  const { ground = null, evidence = null } = verdict;
  return { judged: { verdict: verdict.verdict, ground, evidence } };
}

/** The change with the look it rests on, in one transaction: what was weighed is what is kept. */
export function keepSample(
  { id, service, environment, cursor, revision }: Deployment,
  outcome: StepOutcome,
  change: DeploymentChange,
  now: Instant,
): Change<DeploymentRow | SampleRow, DeploymentEvent> {
  const sample = 'sample' in outcome ? outcome.sample : undefined;
  if (!sample) return change;
  const row = {
    ...{ deployment: id, service, environment, step: cursor, at: now, sample },
    revision: revision + 1,
  } as AnyKept;
  const first = change.ledger.findIndex(({ subject }) => subject === id);
  const ledger = change.ledger.map((entry, i) =>
    i === first ? { ...entry, evidence: { ...entry.evidence, ...judged(outcome) } } : entry,
  );
  return { ...change, rows: [...change.rows, { table: 'sample', row }], ledger };
}
