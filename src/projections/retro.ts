import { type Deployment, isOver } from '../domain/deployment/deployment.ts';
import type { ActionItem } from '../domain/governance/action-item.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { LedgerLine } from '../ports/records.ts';
import { approvalOf, decidedIn, type Moment, marksIn, timelineOf } from './retro-timeline.ts';
import { titleOf } from './words.ts';

/** All that is known of how something went, for those who talk about it afterwards. */
export interface Retro {
  /** What it is about: a deployment or an incident. */
  readonly id: string;
  readonly title: string;
  readonly outcome: string;
  /** What people will ask first: how long it waited, ran, was met by people. */
  readonly times: readonly (readonly [what: string, lasted: string])[];
  /** Who said yes, and for which rule. */
  readonly approvals: readonly string[];
  readonly incidents: readonly string[];
  /** The deployments that were part of an incident. */
  readonly deployments: readonly string[];
  /** What the judges saw, and what was suspected. */
  readonly evidence: readonly string[];
  /** What users wrote after it; null where nothing can be compared. */
  readonly users: string | null;
  /** What people decided, oldest first. */
  readonly decided: readonly Moment[];
  /** What people marked for it. */
  readonly marks: readonly Moment[];
  readonly actions: readonly ActionItem[];
  /** Oldest first. */
  readonly timeline: readonly Moment[];
}

/** What the retrospective of a deployment is made of: what it led to, and the ledger of all of them. */
export interface Told {
  readonly d: Deployment;
  readonly rollback: Deployment | null;
  readonly incidents: readonly Incident[];
  readonly actions: readonly ActionItem[];
  readonly ledger: readonly LedgerLine[];
  readonly users?: string | null;
  readonly now: Instant;
}

/** Puts together what happened, in the order in which it did. Nothing here is anybody's opinion. */
export function retroOf(told: Told): Retro {
  const { d, rollback, incidents, actions, ledger, users = null, now } = told;
  const timeline = timelineOf(ledger);
  const { verdict } = d.progress;
  return {
    id: d.id,
    title: `Retrospective of ${titleOf(d)} (${d.id})`,
    outcome: outcomeOf(d, rollback),
    times: timesOf(d, rollback, now),
    approvals: d.approvals.map(approvalOf),
    incidents: incidents.map(sayIncident),
    deployments: [],
    evidence: verdict ? [verdict.why] : [],
    users,
    decided: decidedIn(timeline),
    marks: marksIn(timeline),
    actions,
    timeline,
  };
}

function sayIncident({ id, severity, status, title }: Incident): string {
  return `${id} (${severity}, ${status}): ${title}`;
}

export function outcomeOf(d: Deployment, rollback: Deployment | null): string {
  if (!isOver(d)) return `${titleOf(d)} is not over yet.`;
  const why = d.outcome ? `: ${d.outcome.why}` : '';
  const back = rollback ? ` ${rollback.id} returned to ${rollback.artifact.version}.` : '';
  return `${titleOf(d)} ${d.status}${why}.${back}`;
}

function timesOf(d: Deployment, rollback: Deployment | null, now: Instant) {
  return lasting([
    ['From the request to the start', d.requestedAt, d.startedAt],
    ['From the start to the end', d.startedAt, d.finishedAt ?? now],
    ['People met the new version for', d.exposedAt, metUntil(d, rollback, now)],
    [
      'From the decision to go back to being back',
      rollback?.requestedAt ?? null,
      rollback?.finishedAt ?? null,
    ],
  ]);
}

export type Span = readonly [what: string, from: Instant | null, to: Instant | null];

/** How long each lasted; what has not begun or not ended is left out. */
export function lasting(spans: readonly Span[]): Retro['times'] {
  return spans.flatMap(([what, from, to]) => {
    return from !== null && to !== null ? [[what, sayDuration(to - from)] as const] : [];
  });
}

function metUntil(d: Deployment, rollback: Deployment | null, now: Instant): Instant | null {
  if (rollback) return rollback.finishedAt ?? now;
  return d.status === 'failed' ? d.finishedAt : null;
}
