import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { type Deployment, exposure, type Hold } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';
import { notRunning } from './state.ts';

/** Keeps traffic where it is until somebody resumes, aborts or rolls back. */
export function pause(
  d: Deployment,
  by: string,
  because: string | null,
  now: Instant,
): DeploymentChange | Refusal {
  const no = notRunning(d, 'Only a running deployment can be paused.');
  if (no) return no;
  if (d.hold) {
    return refuse('already-held', `${d.id} is already held by ${d.hold.by}: ${d.hold.why}`, {
      fix: 'Resume, abort or roll it back.',
    });
  }
  const why = because ?? 'paused';
  return move(d, { hold: { by, at: now, why, asks: [] }, wakeAt: null }, 'paused', {
    by,
    at: now,
    note: `${by} paused it at ${exposure(d)} % (${why})`,
    evidence: { because, percent: exposure(d) },
  });
}

/**
 * Goes on from where it was held. A step that failed or had no answer is tried again. A judge that
 * stopped by itself judges anew, unless it only ran out of time: then it goes on from what it has.
 */
export function resume(d: Deployment, by: string, now: Instant): DeploymentChange | Refusal {
  const no = notRunning(d, 'Only a running deployment can be resumed.');
  if (no) return no;
  if (!d.hold) {
    return refuse('not-held', `${d.id} is not paused.`, { fix: 'It is moving by itself.' });
  }
  const memo = judgesAnew(d, d.hold) ? null : d.progress.memo;
  const { lookUntil: _over, astray: _gone, ...rest } = d.progress;
  const since = rest.since === null ? null : now; // what was not asked for has not begun
  const progress = { ...rest, since, heardAt: now, silence: null, memo };
  return move(d, { hold: null, progress, wakeAt: now }, 'resumed', {
    by,
    at: now,
    note: `${by} resumed it`,
    evidence: { heldBy: d.hold.by, heldWhy: d.hold.why },
  });
}

function judgesAnew({ progress: { verdict } }: Deployment, hold: Hold): boolean {
  if (!verdict || hold.by !== 'fairway') return false;
  return verdict.ground !== 'undecided' && verdict.ground !== 'over a limit';
}

/**
 * The line it is on was stopped, or something is wrong there: traffic stays where it is until somebody resumes, aborts
 * or rolls it back. By `cause` whoever found it knows it again, so that what is held already hears of it, once.
 */
export function holdForStop(
  d: Deployment,
  { why, cause }: { readonly why: string; readonly cause?: string },
  asks: readonly string[],
  now: Instant,
): DeploymentChange | null {
  if (d.status !== 'running' || d.kind === 'rollback') return null;
  if (d.hold)
    return cause === undefined || d.hold.cause
      ? null
      : tellHeld(d, d.hold, { why, cause, asks, now });
  return askPeople(d, `${why}; it is held at ${exposure(d)} %`, asks, {}, now, cause);
}

/** It is held for something else already: whoever decides has to know this too. */
function tellHeld(
  d: Deployment,
  hold: Hold,
  {
    why,
    cause,
    asks,
    now,
  }: {
    readonly why: string;
    readonly cause: string;
    readonly asks: readonly string[];
    readonly now: Instant;
  },
): DeploymentChange {
  const all = [...new Set([...hold.asks, ...asks])];
  const more = { ...hold, asks: all, cause, why: `${hold.why}; and since then: ${why}` };
  const deed = { by: 'fairway', at: now, note: why, tell: all, evidence: { why, asks: all } };
  return move(d, { hold: more }, 'asked', deed);
}

/** Fairway itself stops here and asks people by name; nothing moves until one of them decides. */
export function askPeople(
  d: Deployment,
  why: string,
  asks: readonly string[],
  patch: Partial<Deployment>,
  now: Instant,
  cause?: string,
): DeploymentChange {
  const hold = { by: 'fairway', at: now, why, asks, ...(cause === undefined ? {} : { cause }) };
  return move(d, { ...patch, hold, wakeAt: null }, 'asked', {
    by: 'fairway',
    at: now,
    note: why,
    tell: asks,
    evidence: { why, asks },
  });
}
