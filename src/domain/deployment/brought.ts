import type { Commit } from '../dora/delivery.ts';
import type { Change } from '../kernel/change.ts';
import type { Target } from '../kernel/target.ts';
import type { Deployment, DeploymentId } from './deployment.ts';
import type { DeploymentEvent } from './event.ts';
import type { DeploymentChange, DeploymentRow } from './moves.ts';

/** The commits that a deployment brings, as they were when it was asked for; never rewritten. */
export interface Brought extends Target {
  readonly deployment: DeploymentId;
  readonly commits: readonly Commit[];
}

export interface BroughtRow {
  readonly table: 'brought';
  readonly row: Brought;
}

/** More than anybody reviews in one piece; of more, the newest are kept. */
const MOST_COMMITS = 5_000;

/** The request with what it brings, in one transaction; as it is where nobody knows. */
export function bringing(
  change: DeploymentChange,
  { id, service, environment }: Pick<Deployment, 'id' | 'service' | 'environment'>,
  commits: readonly Commit[] | undefined,
): Change<DeploymentRow | BroughtRow, DeploymentEvent> {
  if (commits === undefined) return change;
  const kept = commits
    .toSorted((a, b) => b.committedAt - a.committedAt)
    .slice(0, MOST_COMMITS)
    .map((c) => ({ id: c.id, committedAt: c.committedAt }));
  const row: Brought = { deployment: id, service, environment, commits: kept };
  return { ...change, rows: [...change.rows, { table: 'brought', row }] };
}
