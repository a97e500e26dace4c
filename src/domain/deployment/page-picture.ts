import type { Change } from '../kernel/change.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import type { Deployment } from './deployment.ts';
import type { DeploymentEvent } from './event.ts';
import type { StepOutcome } from './step-outcome.ts';

/** What a page looked like where a journey failed on it, until the chat has it. */
export interface KeptPage extends Target {
  readonly key: string;
  readonly at: Instant;
  /** In base64. */
  readonly jpeg: string;
}

export interface KeptPageRow {
  readonly table: 'page_picture';
  readonly row: KeptPage;
}

/** By the row that this look led to: no look is kept twice. */
export function pictureKey({ id, revision }: Deployment): string {
  return `${id}:${revision + 1}`;
}

/** The change with the picture of what it tells, in one transaction; the ledger and the deployment have the words alone. */
export function keepPicture<Row>(
  d: Deployment,
  outcome: StepOutcome,
  change: Change<Row, DeploymentEvent>,
  now: Instant,
): Change<Row | KeptPageRow, DeploymentEvent> {
  const picture = 'found' in outcome ? outcome.found?.picture : undefined;
  if (!picture) return change;
  const { service, environment } = d;
  const row: KeptPage = { key: pictureKey(d), service, environment, at: now, jpeg: picture.jpeg };
  return { ...change, rows: [...change.rows, { table: 'page_picture', row }] };
}
