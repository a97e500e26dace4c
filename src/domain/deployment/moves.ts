import type { Change, Entry, Plain } from '../kernel/change.ts';
import type { Instant } from '../kernel/time.ts';
import type { Deployment } from './deployment.ts';
import type { DeploymentEvent, EventType } from './event.ts';
import { waitingSince } from './wait-since.ts';

/** A deployment as it is to be stored; its revision is one more than the row it replaces. */
export interface DeploymentRow {
  readonly table: 'deployment';
  readonly row: Deployment;
}
export type DeploymentChange = Change<DeploymentRow, DeploymentEvent>;

/** Who did it and when, and what the ledger and the log say of it. */
export interface Deed {
  readonly by: string;
  readonly at: Instant;
  readonly note?: string;
  readonly tell?: readonly string[];
  /** What the ledger records; without it the move is shown but not recorded. */
  readonly evidence?: { readonly [key: string]: Plain };
}

/** One deployment moves: the next row, its ledger entry and its event, as one Change. */
export function move(
  d: Deployment,
  patch: Partial<Deployment>,
  type: EventType,
  deed: Deed,
): DeploymentChange {
  const row = noting({ ...d, ...patch, revision: d.revision + 1 }, d, deed.at);
  return {
    rows: [{ table: 'deployment', row }],
    ledger: entries(row, type, deed),
    events: [event(row, type, deed)],
  };
}

/** A deployment that did not exist before: revision 0. */
export function create(made: Deployment, type: EventType, deed: Deed): DeploymentChange {
  const row = noting(made, null, deed.at);
  return {
    rows: [{ table: 'deployment', row }],
    ledger: entries(row, type, deed),
    events: [event(row, type, deed)],
  };
}

/** Stores a row without telling anybody: only when it wakes next, or what a step remembers. */
export function quietly(d: Deployment, patch: Partial<Deployment>): DeploymentChange {
  const row = noting({ ...d, ...patch, revision: d.revision + 1 }, d, null);
  return { rows: [{ table: 'deployment', row }], ledger: [], events: [] };
}

/** What holds it says since when. */
function noting(row: Deployment, before: Deployment | null, now: Instant | null): Deployment {
  if (row.waiting.length === 0) return row;
  return { ...row, waiting: waitingSince(row.waiting, before?.waiting ?? [], now) };
}

/** Several changes that must happen together or not at all. */
export function together(...changes: readonly DeploymentChange[]): DeploymentChange {
  return {
    rows: changes.flatMap((c) => c.rows),
    ledger: changes.flatMap((c) => c.ledger),
    events: changes.flatMap((c) => c.events),
    raiseFence: changes.some((c) => c.raiseFence === true),
  };
}

function entries(row: Deployment, type: EventType, deed: Deed): readonly Entry[] {
  if (!deed.evidence) return [];
  const { by, at, evidence } = deed;
  return [{ subject: row.id, what: type, by, at, evidence }];
}

function event(row: Deployment, type: EventType, deed: Deed): DeploymentEvent {
  const { id, service, environment, revision, trace } = row;
  const { by, at, note = null, tell = [] } = deed;
  const traced = trace === undefined ? {} : { trace };
  return { type, id, service, environment, revision, at, by, note, tell, ...traced };
}
