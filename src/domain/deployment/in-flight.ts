import { Temporal } from 'temporal-polyfill';
import type { Closed, InFlight } from '../governance/window.ts';
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
  if (!runs(d, now) || (d.exposedAt !== null && d.previous === null)) return null;
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
  if (d.hold || !runs(d, now)) return change;
  const closed = takenBackBy(d, closings, now);
  if (closed && rollbackId) {
    const back = takeBack(d, closed, rollbackId, now);
    return back ? together(change, back) : change;
  }
  const soon = closings.filter((one) => one.from > now && began(d, one.from));
  const due = soon.find((one) => isDue(d, one, now));
  const told = due ? together(change, warn(d, due, GOES[policyOf(due)], now)) : change;
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

function runs(d: Deployment, now: Instant): boolean {
  return d.status === 'running' && heeds(d, now);
}

/** A rollback goes back through any door, and so does nothing else but what the glass is broken for. */
export function heeds(d: Deployment, now: Instant): boolean {
  const { brokenUntil } = subjectOf(d);
  const lifted = brokenUntil != null && now < brokenUntil;
  return !lifted && d.gates.some(({ kind }) => kind === 'blackout');
}

/** It goes back because this closed; null where nothing can. */
export function takeBack(
  d: Deployment,
  closed: Closed,
  rollbackId: DeploymentId,
  now: Instant,
): DeploymentChange | null {
  const back = abort(d, 'fairway', `${doorOf(closed)} has closed`, rollbackId, now, 'closed');
  return isRefusal(back) ? null : back;
}

export function began({ startedAt }: Deployment, from: Instant): boolean {
  return startedAt !== null && startedAt < from;
}

function warnAt({ from, warnMs = WARN_MS }: Closed): Instant {
  return plus(from, -warnMs);
}

/** What they were told of it while it stood otherwise, they are told anew. */
function isTold(d: Deployment, { name, from }: Closed): boolean {
  const as = standingOf(d);
  return (d.warned ?? []).some((one) => one.name === name && one.from === from && one.as === as);
}

/** Whether it is time to tell of it, and nobody has. */
export function isDue(d: Deployment, closing: Closed, now: Instant): boolean {
  return closing.from > now && warnAt(closing) <= now && !isTold(d, closing);
}

export function policyOf({ inFlight = 'finish' }: Closed): InFlight {
  return inFlight;
}

function standingOf(d: Deployment): 'held' | 'pending' | undefined {
  if (d.status === 'pending') return 'pending';
  return d.hold ? 'held' : undefined;
}

/** Who asked for it is told, and who holds it or is asked about it. */
export function warn(
  d: Deployment,
  closing: Closed,
  comes: string,
  now: Instant,
): DeploymentChange {
  const { name, from } = closing;
  const as = standingOf(d);
  const when = `${doorOf(closing)} closes ${d.environment} in ${sayDuration(from - now)}, at ${wallOf(from)}`;
  const warned = [
    ...(d.warned ?? []).filter((one) => one.from > now),
    { name, from, ...(as ? { as } : {}) },
  ];
  const people = [d.requestedBy, ...(d.hold ? [d.hold.by, ...d.hold.asks] : [])];
  return move(d, { warned }, 'closing-soon', {
    by: 'fairway',
    at: now,
    note: `${when}: ${comes}`,
    tell: [...new Set(people)].filter((one) => one !== 'fairway'),
    evidence: { name, from, inFlight: policyOf(closing), ...(as ? { as } : {}) },
  });
}

const GOES = {
  finish: 'this goes through its plan, and nothing new starts',
  pause: 'this then shows itself to nobody new until it opens again',
  'roll-back': 'this is then rolled back, unless it is done before',
} as const;

function doorOf({ name, between }: Closed): string {
  return between ? `the end of the release window before ${name}` : `the blackout ${name}`;
}

export function wallOf(at: Instant): string {
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
