import { Temporal } from 'temporal-polyfill';
import type { Closed } from '../governance/window.ts';
import { sayDuration } from '../kernel/duration.ts';
import { isRefusal } from '../kernel/refusal.ts';
import { type Instant, plus, sooner } from '../kernel/time.ts';
import { abort } from './abort.ts';
import { type Deployment, type DeploymentId, subjectOf } from './deployment.ts';
import { type DeploymentChange, move, together } from './moves.ts';

/** How long before a door closes people are told, where its rule does not say. */
const WARN_MS = 15 * 60_000;

/**
 * The closing that takes back what runs: its rule says so, and it came after the start. Null when there is
 * none, when the glass is broken, and where there is no version to return to.
 */
export function takenBackBy(
  d: Deployment,
  closings: readonly Closed[],
  now: Instant,
): Closed | null {
  if (!heeds(d, now) || (d.exposedAt !== null && d.previous === null)) return null;
  const closed = closings.find(
    ({ inFlight, from, until }) =>
      inFlight === 'roll-back' && from <= now && now < until && began(d, from),
  );
  return closed ?? null;
}

/**
 * What closes meanwhile, added to what was decided about a running deployment: it is taken back, or told of
 * once before, and it wakes when either is due. The telling is in the row, so another look tells nothing again.
 */
export function meetClosings(
  change: DeploymentChange,
  before: Deployment,
  closings: readonly Closed[],
  rollbackId: DeploymentId | null,
  now: Instant,
): DeploymentChange {
  const d = change.rows.findLast(({ row }) => row.id === before.id)?.row ?? before;
  if (d.hold || !heeds(d, now)) return change;
  const closed = takenBackBy(d, closings, now);
  if (closed && rollbackId) {
    const back = abort(d, 'fairway', `${doorOf(closed)} has closed`, rollbackId, now, 'closed');
    return isRefusal(back) ? change : together(change, back);
  }
  const soon = closings.filter((one) => one.from > now && began(d, one.from));
  const due = soon.find((one) => warnAt(one) <= now && !isTold(d, one));
  const told = due ? together(change, warn(d, due, now)) : change;
  const next = soon.reduce<Instant | null>(
    (at, one) => sooner(at, warnAt(one) > now ? warnAt(one) : one.from),
    closed ? now : null,
  );
  return wakingBy(told, d.id, next);
}

/**
 * Whether a door of these closed after they were looked at: what the gates said then counts no more. Between
 * a look and its decision there are moments, on a busy machine seconds.
 */
export function closedSince(closings: readonly Closed[], looked: Instant, now: Instant): boolean {
  return closings.some(({ from }) => looked < from && from <= now);
}

/** A rollback goes back through any door, and so does nothing else but what the glass is broken for. */
function heeds(d: Deployment, now: Instant): boolean {
  const { brokenUntil } = subjectOf(d);
  const lifted = brokenUntil != null && now < brokenUntil;
  return d.status === 'running' && !lifted && d.gates.some(({ kind }) => kind === 'blackout');
}

function began({ startedAt }: Deployment, from: Instant): boolean {
  return startedAt !== null && startedAt < from;
}

function warnAt({ from, warnMs = WARN_MS }: Closed): Instant {
  return plus(from, -warnMs);
}

function isTold({ warned = [] }: Deployment, { name, from }: Closed): boolean {
  return warned.some((one) => one.name === name && one.from === from);
}

function warn(d: Deployment, closing: Closed, now: Instant): DeploymentChange {
  const { name, from, inFlight = 'finish' } = closing;
  const when = `${doorOf(closing)} closes ${d.environment} in ${sayDuration(from - now)}, at ${wallOf(from)}`;
  const warned = [...(d.warned ?? []).filter((one) => one.from > now), { name, from }];
  return move(d, { warned }, 'closing-soon', {
    by: 'fairway',
    at: now,
    note: `${when}: ${COMES[inFlight]}`,
    tell: d.requestedBy === 'fairway' ? [] : [d.requestedBy],
    evidence: { name, from, inFlight },
  });
}

const COMES = {
  finish: 'this goes through its plan, and nothing new starts',
  pause: 'this then shows itself to nobody new until it opens again',
  'roll-back': 'this is then rolled back, unless it is done before',
} as const;

function doorOf({ name, between }: Closed): string {
  return between ? `the end of the release window before ${name}` : `the blackout ${name}`;
}

function wallOf(at: Instant): string {
  return `${Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The last row of it wakes by then at the latest. */
function wakingBy(
  change: DeploymentChange,
  id: DeploymentId,
  at: Instant | null,
): DeploymentChange {
  const last = change.rows.findLastIndex(({ row }) => row.id === id);
  return {
    ...change,
    rows: change.rows.map((one, i) => {
      const wakes = i === last && one.row.status === 'running' && one.row.hold === null;
      return wakes ? { ...one, row: { ...one.row, wakeAt: sooner(one.row.wakeAt, at) } } : one;
    }),
  };
}
