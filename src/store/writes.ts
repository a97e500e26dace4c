import type { Deployment } from '../domain/deployment/deployment.ts';
import type { AnyKept } from '../domain/deployment/sample.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Event } from '../ports/event.ts';
import type { Row } from '../ports/store.ts';
import { type Decided, deploymentsOf, type Write } from './decided.ts';
import { writeFences } from './fences.ts';
import { writeActionItems } from './write-action-items.ts';
import { writeCalendarCopies } from './write-calendars.ts';
import { writeDeliveries } from './write-deliveries.ts';
import { writeDepartures } from './write-departures.ts';
import { writeHandOffs } from './write-hand-offs.ts';
import { writeIncidents } from './write-incidents.ts';
import { writeJourneyWatches } from './write-journey-watches.ts';
import { writeMovesElsewhere } from './write-moves-elsewhere.ts';
import { writePagePictures } from './write-page-pictures.ts';
import { writeSchedules } from './write-schedules.ts';
import { writeStages } from './write-stages.ts';
import { writeSuspicions } from './write-suspicions.ts';
import { writeQuarantines, writeTestRuns } from './write-tests.ts';
import { writeTickets } from './write-tickets.ts';

/**
 * All that changes write besides the ledger, in order, one statement a kind. Who leaves the slot is
 * written before who takes it, since the index that guards it is checked row by row.
 * @throws when a row is of another target than the one whose fence is locked, or skips a revision.
 */
export function writesOf(all: readonly Decided[]): readonly Write[] {
  for (const { about, change } of all) {
    for (const row of change.rows) assertSameTarget(about.target, row);
  }
  const steps = all.flatMap(({ change }) => lastOfEach(deploymentsOf(change)));
  const leaving = steps.filter(({ row }) => row.status !== 'running');
  const taking = steps.filter(({ row }) => row.status === 'running');
  return [
    ...[leaving, taking].flatMap((some) => [
      ...writeAll(INSERT, some.filter(isNew)),
      ...writeAll(
        UPDATE,
        some.filter((step) => !isNew(step)),
      ),
    ]),
    ...all.flatMap(({ change }) => change.rows.flatMap(lockOf)).map(writeLock),
    ...all.flatMap(({ change }) => change.rows.flatMap(writeRevised)),
    ...writeSamples(all.flatMap(({ change }) => change.rows.flatMap(sampleOf))),
    ...writePagePictures(all.flatMap(({ change }) => change.rows)),
    ...writeCalendarCopies(all.flatMap(({ change }) => change.rows)),
    ...writeHandOffs(all.flatMap(({ change }) => change.rows)),
    ...writeSchedules(all.flatMap(({ change }) => change.rows)),
    ...writeDepartures(all.flatMap(({ change }) => change.rows)),
    ...writeIncidents(all.flatMap(({ change }) => change.rows)),
    ...writeJourneyWatches(all.flatMap(({ change }) => change.rows)),
    ...writeActionItems(all.flatMap(({ change }) => change.rows)),
    ...writeSuspicions(all.flatMap(({ change }) => change.rows)),
    ...writeTickets(all.flatMap(({ change }) => change.rows)),
    ...writeMovesElsewhere(all.flatMap(({ change }) => change.rows)),
    ...writeTestRuns(all.flatMap(({ change }) => change.rows)),
    ...writeQuarantines(all.flatMap(({ change }) => change.rows)),
    ...writeDeliveries(
      all.flatMap(({ change }) => change.rows),
      steps.map(({ row }) => row),
    ),
    ...writeStages(all),
    ...writeOutbox(all.flatMap(({ change }) => change.events)),
    ...writeFences(all),
    ...finishActs(all),
  ];
}

interface Step {
  readonly row: Deployment;
  /** The revision of its first move in this change; 0 is a new row. */
  readonly first: number;
}

function isNew({ first }: Step): boolean {
  return first === 0;
}

/** A deployment that moves several times in one change is written once, from its first revision on. */
function lastOfEach(rows: readonly Deployment[]): readonly Step[] {
  const byId = new Map<string, Step>();
  for (const row of rows) {
    const before = byId.get(row.id);
    if (before && row.revision !== before.row.revision + 1) {
      throw new Error(`${row.id} goes from revision ${before.row.revision} to ${row.revision}`);
    }
    byId.set(row.id, { row, first: before ? before.first : row.revision });
  }
  return [...byId.values()];
}

/** The columns that queries ask for, read from the body itself. */
const COLUMNS = `
  body->>'id' AS id, body->>'service' AS service, body->>'environment' AS environment,
  body->>'status' AS status, body->>'requestedBy' AS requested_by,
  (body->>'requestedAt')::bigint AS requested_at, (body->>'startedAt')::bigint AS started_at,
  (body->>'finishedAt')::bigint AS finished_at, body->'artifact'->>'digest' AS digest,
  body->>'rolledBackBy' AS rolled_back_by, (body->>'wakeAt')::bigint AS wake_at,
  (body->>'revision')::int AS revision, substr(body->>'id', 3)::bigint AS number`;

const INSERT = {
  name: 'insert-deployments',
  text: `
  INSERT INTO deployment (id, service, environment, status, requested_by, requested_at, started_at,
    finished_at, digest, rolled_back_by, wake_at, revision, number, body)
  SELECT ${COLUMNS}, body FROM jsonb_array_elements($1::jsonb->'rows') AS body
  ON CONFLICT (id) DO NOTHING`,
};

/** `before` is the revision that the decision saw. */
const UPDATE = {
  name: 'update-deployments',
  text: `
  UPDATE deployment SET status = new.status, requested_by = new.requested_by,
    requested_at = new.requested_at, started_at = new.started_at, finished_at = new.finished_at,
    digest = new.digest, rolled_back_by = new.rolled_back_by, wake_at = new.wake_at,
    revision = new.revision, body = new.body
  FROM (SELECT ${COLUMNS}, body, ($1::jsonb->'before'->>(nth::int - 1))::int AS before
    FROM jsonb_array_elements($1::jsonb->'rows') WITH ORDINALITY AS each(body, nth)) AS new
  WHERE deployment.id = new.id AND deployment.service = new.service
    AND deployment.environment = new.environment AND deployment.revision = new.before`,
};

function writeAll(
  statement: Pick<Write, 'name' | 'text'>,
  steps: readonly Step[],
): readonly Write[] {
  if (steps.length === 0) return [];
  const rows = steps.map(({ row }) => row);
  const before = steps.map(({ first }) => first - 1);
  return [{ ...statement, values: [JSON.stringify({ rows, before })], mustWrite: steps.length }];
}

type Locking = Extract<Row, { table: 'lock' }>;

const LOCK = {
  name: 'write-lock',
  text: `
  INSERT INTO lock (service, environment, body) VALUES ($1, $2, $3)
  ON CONFLICT (service, environment) DO UPDATE SET body = excluded.body`,
};

function lockOf(row: Row): readonly Locking[] {
  return row.table === 'lock' ? [row] : [];
}

function writeLock({ row }: Locking): Write {
  return { ...LOCK, values: [row.service, row.environment, JSON.stringify(row)], mustWrite: null };
}

type Revised = Extract<
  Row,
  { table: 'sighting' | 'blackout' | 'breaker' | 'burn' | 'calendar_feed' }
>;

function isRevised(row: Row): row is Revised {
  return Object.hasOwn(REVISED, row.table);
}

/** One row for each target, written over the revision that the decision saw, or not at all. */
function overRevision(table: Revised['table']) {
  return {
    name: `write-${table}`,
    text: `
  INSERT INTO ${table} AS seen (service, environment, revision, body) VALUES ($1, $2, $3, $4)
  ON CONFLICT (service, environment) DO UPDATE SET revision = excluded.revision, body = excluded.body
  WHERE seen.revision = excluded.revision - 1`,
  };
}
const REVISED = {
  sighting: overRevision('sighting'),
  blackout: overRevision('blackout'),
  breaker: overRevision('breaker'),
  burn: overRevision('burn'),
  calendar_feed: overRevision('calendar_feed'),
};

function writeRevised(row: Row): readonly Write[] {
  if (!isRevised(row)) return [];
  const { service, environment, revision } = row.row;
  const values = [service, environment, revision, JSON.stringify(row.row)];
  return [{ ...REVISED[row.table], values, mustWrite: 1 }];
}

const SAMPLE = {
  name: 'write-samples',
  text: `
  INSERT INTO sample (deployment, revision, step, at, body)
  SELECT one->>'deployment', (one->>'revision')::int, (one->>'step')::int, (one->>'at')::bigint,
    one->'sample'
  FROM jsonb_array_elements($1::jsonb) AS one`,
};

function sampleOf(row: Row): readonly AnyKept[] {
  return row.table === 'sample' ? [row.row] : [];
}

function writeSamples(rows: readonly AnyKept[]): readonly Write[] {
  if (rows.length === 0) return [];
  return [{ ...SAMPLE, values: [JSON.stringify(rows)], mustWrite: rows.length }];
}

const OUTBOX = {
  name: 'write-outbox',
  text: `
  INSERT INTO outbox (service, environment, event)
  SELECT event->>'service', event->>'environment', event
  FROM jsonb_array_elements($1::jsonb) AS event`,
};

function writeOutbox(events: readonly Event[]): readonly Write[] {
  if (events.length === 0) return [];
  return [{ ...OUTBOX, values: [JSON.stringify(events)], mustWrite: null }];
}

const FINISH = {
  name: 'finish-acts',
  text: `
  UPDATE inbox SET done_at = act.at FROM unnest($1::text[], $2::bigint[]) AS act(id, at)
  WHERE inbox.id = act.id AND done_at IS NULL`,
};

/** An act that was carried out before, by a worker that died or froze, is not carried out again. */
function finishActs(all: readonly Decided[]): readonly Write[] {
  const acts = all.filter(({ about }) => about.cause !== undefined);
  if (acts.length === 0) return [];
  const values = [acts.map(({ about }) => about.cause), acts.map(({ held }) => held.now)];
  return [{ ...FINISH, values, mustWrite: acts.length }];
}

/** An incident and a train touch several targets: what guards their rows is the revision alone. */
function assertSameTarget(target: Target, row: Row): void {
  if (row.table === 'incident' || row.table === 'departure') return;
  const { service, environment } = row.row;
  if (service === target.service && environment === target.environment) return;
  throw new Error(
    `a change of ${target.service} in ${target.environment} wrote ${service} in ${environment}`,
  );
}
