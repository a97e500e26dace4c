import type { Deployment } from '../domain/deployment/deployment.ts';
import type { DeploymentEvent } from '../domain/deployment/event.ts';
import type { Change } from '../domain/kernel/change.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { About, Row } from '../ports/store.ts';

/** One statement of a change. `mustWrite`: it found its row at the revision the decision was made on. */
export interface Write {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly mustWrite: boolean;
}

/**
 * All that a change writes besides the ledger, in order. Who leaves the slot is written before who
 * takes it, since the index that guards it is checked row by row.
 * @throws when a row is of another target than the one whose fence is locked, or skips a revision.
 */
export function writesOf(
  { target, cause }: About,
  change: Change<Row, DeploymentEvent>,
  at: Instant,
): readonly Write[] {
  for (const row of change.rows) assertSameTarget(target, row);
  const steps = lastOfEach(change.rows.flatMap((r) => (r.table === 'deployment' ? [r.row] : [])));
  const leaving = steps.filter(({ row }) => row.status !== 'running');
  const taking = steps.filter(({ row }) => row.status === 'running');
  return [
    ...[...leaving, ...taking].map(({ row, first }) => writeDeployment(row, first)),
    ...change.rows.flatMap((row) => (row.table === 'lock' ? [writeLock(row)] : [])),
    ...(change.events.length > 0 ? [writeOutbox(change.events)] : []),
    ...(change.raiseFence ? [raiseFence(target)] : []),
    ...(cause === undefined ? [] : [finishAct(cause, at)]),
  ];
}

/** A deployment that moves several times in one change is written once, from its first revision on. */
function lastOfEach(
  rows: readonly Deployment[],
): readonly { readonly row: Deployment; readonly first: number }[] {
  const byId = new Map<string, { readonly row: Deployment; readonly first: number }>();
  for (const row of rows) {
    const before = byId.get(row.id);
    if (before && row.revision !== before.row.revision + 1) {
      throw new Error(`${row.id} goes from revision ${before.row.revision} to ${row.revision}`);
    }
    byId.set(row.id, { row, first: before ? before.first : row.revision });
  }
  return [...byId.values()];
}

const INSERT = `
  INSERT INTO deployment (id, service, environment, status, requested_by, requested_at, started_at,
    finished_at, digest, rolled_back_by, wake_at, revision, body, number)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
  ON CONFLICT (id) DO NOTHING`;

const UPDATE = `
  UPDATE deployment SET status = $4, requested_by = $5, requested_at = $6, started_at = $7,
    finished_at = $8, digest = $9, rolled_back_by = $10, wake_at = $11, revision = $12, body = $13
  WHERE id = $1 AND service = $2 AND environment = $3 AND revision = $14`;

/** `first` is the revision of its first move in this change; 0 is a new row. */
function writeDeployment(d: Deployment, first: number): Write {
  const columns = [
    ...[d.id, d.service, d.environment, d.status, d.requestedBy, d.requestedAt, d.startedAt],
    ...[d.finishedAt, d.artifact.digest, d.rolledBackBy, d.wakeAt, d.revision, JSON.stringify(d)],
  ];
  return first === 0
    ? { text: INSERT, values: [...columns, Number(d.id.slice('D-'.length))], mustWrite: true }
    : { text: UPDATE, values: [...columns, first - 1], mustWrite: true };
}

const LOCK = `
  INSERT INTO lock (service, environment, body) VALUES ($1, $2, $3)
  ON CONFLICT (service, environment) DO UPDATE SET body = excluded.body`;
const UNLOCK = 'DELETE FROM lock WHERE service = $1 AND environment = $2';

function writeLock(lock: Extract<Row, { table: 'lock' }>): Write {
  const { service, environment } = targetOf(lock);
  return 'gone' in lock
    ? { text: UNLOCK, values: [service, environment], mustWrite: false }
    : { text: LOCK, values: [service, environment, JSON.stringify(lock.row)], mustWrite: false };
}

const OUTBOX = `
  INSERT INTO outbox (service, environment, event)
  SELECT * FROM unnest($1::text[], $2::text[], $3::jsonb[])`;

function writeOutbox(events: readonly DeploymentEvent[]): Write {
  const columns = [
    events.map((event) => event.service),
    events.map((event) => event.environment),
    events.map((event) => JSON.stringify(event)),
  ];
  return { text: OUTBOX, values: columns, mustWrite: false };
}

const RAISE = `
  UPDATE fence SET epoch = epoch + 1, holder = NULL, lease_until = 0
  WHERE service = $1 AND environment = $2`;

function raiseFence({ service, environment }: Target): Write {
  return { text: RAISE, values: [service, environment], mustWrite: false };
}

const FINISH = 'UPDATE inbox SET done_at = $2 WHERE id = $1 AND done_at IS NULL';

/** An act that was carried out before, by a worker that died or froze, is not carried out again. */
function finishAct(cause: string, at: Instant): Write {
  return { text: FINISH, values: [cause, at], mustWrite: true };
}

function assertSameTarget(target: Target, row: Row): void {
  const { service, environment } = targetOf(row);
  if (service === target.service && environment === target.environment) return;
  throw new Error(
    `a change of ${target.service} in ${target.environment} wrote ${service} in ${environment}`,
  );
}

function targetOf(row: Row): Target {
  return 'gone' in row ? row.gone : row.row;
}
