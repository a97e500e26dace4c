import { sayDuration, sayLeft } from '../kernel/duration.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { type Instant, plus } from '../kernel/time.ts';
import type { Step } from '../plan/step.ts';
import { currentStep, type Deployment, exposure } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';
import { notRunning } from './state.ts';

/** Asked for without a length. */
const USUAL_MS = 15 * 60_000;

/** The step that keeps the version before warm once the new one has all of the traffic; null at any other. */
function warmth(d: Deployment): Extract<Step, { kind: 'bake' }> | null {
  const step = currentStep(d);
  const isWarm = d.kind === 'deploy' && d.previous !== null && exposure(d) === 100;
  return isWarm && step?.kind === 'bake' && step.moreMs !== undefined ? step : null;
}

/** How much longer than its plan says it was kept, in milliseconds, at the step it is at. */
export function addedMs(d: Deployment): number {
  return warmth(d) ? (d.keptWarmMs ?? 0) : 0;
}

/**
 * Until when the version before runs beside the new one, so that all traffic can be switched back at once;
 * null where it does not, or where somebody holds it: then it runs until they go on.
 */
export function warmUntil(d: Deployment): Instant | null {
  const step = warmth(d);
  if (!step || d.hold !== null || d.progress.since === null) return null;
  return plus(d.progress.since, step.forMs + addedMs(d));
}

/** How long that is, in words; null where it does not, or where somebody holds it. */
export function sayWarm(d: Deployment, now: Instant): string | null {
  const until = warmUntil(d);
  return until === null ? null : `${d.previous?.version} stays warm, ${sayLeft(until - now)}`;
}

/** Whether all traffic can still be switched to it at once. */
export function isWarm(d: Deployment): boolean {
  return warmth(d) !== null;
}

/** How much longer it may be kept, in milliseconds. */
export function leftToKeep(d: Deployment): number {
  return Math.max(0, (warmth(d)?.moreMs ?? 0) - addedMs(d));
}

/** Keeps the version before warm longer, by at most what the plan allows in all; left out: a quarter of an hour. */
export function keepWarm(
  d: Deployment,
  {
    by,
    because,
    askedMs,
  }: { readonly by: string; readonly because: string | null; readonly askedMs: number | null },
  now: Instant,
): DeploymentChange | Refusal {
  const no = notRunning(d, 'Only while it runs there is a version before that is kept warm.');
  if (no) return no;
  if (!isWarm(d))
    return refuse('not-warm', `${d.id} keeps no version warm now.`, {
      why: 'That is while a blue-green deployment bakes with all of the traffic.',
      line: `/release show ${d.id}`,
    });
  const left = leftToKeep(d);
  const forMs = askedMs ?? Math.min(USUAL_MS, left);
  if (forMs === 0 || forMs > left) return tooLong(d, forMs, left);
  const keptWarmMs = addedMs(d) + forMs;
  const note = `${by} keeps ${d.previous?.version} warm for ${sayDuration(forMs)} more${because ? `: ${because}` : ''}`;
  const evidence = {
    because,
    addedMs: forMs,
    inAllMs: keptWarmMs,
    version: d.previous?.version ?? null,
  };
  return move(d, { keptWarmMs, ...(d.hold ? {} : { wakeAt: now }) }, 'stepped', {
    by,
    at: now,
    note,
    evidence,
  });
}

function tooLong(d: Deployment, forMs: number, left: number): Refusal {
  const most = sayDuration(left + addedMs(d));
  const what =
    left === 0
      ? `${d.previous?.version} cannot be kept warm any longer.`
      : `${d.previous?.version} cannot be kept warm for ${sayDuration(forMs)} more.`;
  return refuse('too-warm', what, {
    why: `The plan of ${d.id} allows ${most} in all (keepWarm), and ${sayDuration(addedMs(d))} were added.`,
    fix:
      left === 0 ? 'Decide now: let it finish, or switch back.' : `At most ${sayDuration(left)}.`,
    line: left === 0 ? `/release show ${d.id}` : `/release warm ${d.id}`,
  });
}
