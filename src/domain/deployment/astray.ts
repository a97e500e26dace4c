import type { Instant } from '../kernel/time.ts';
import { STEP_LAWS } from '../plan/step.ts';
import { type Astray, currentStep, type Deployment, exposure, stepKey } from './deployment.ts';
import { type DeploymentChange, move, quietly } from './moves.ts';

/** A failure that may pass by itself is told when it was met so often. */
const MOST_TRIES = 5;

/** How the traffic of what stands still was seen. */
export interface Stand {
  /** The share of the new version by its plan, and as it was seen, in percent. */
  readonly wanted: number;
  readonly share: number;
  /** Everybody has the share that the plan says. */
  readonly isSettled: boolean;
  /** Whatever routes there forgot what it was told. */
  readonly isForgotten: boolean;
  /** Both versions run and are healthy. */
  readonly isWell: boolean;
}

/**
 * The share that the steps done so far gave to the new version, where nothing moves it: held, or waiting for what must
 * pass before its next step. Null where it is moved, or has no traffic to lose.
 */
export function standsAt(d: Deployment): number | null {
  const stands = d.status === 'running' && (d.hold !== null || d.progress.phase === 'ready');
  if (!stands) return null;
  const share = exposure(d);
  if (share < 100 && d.previous === null) return null;
  const done = d.plan.slice(0, d.cursor).map(({ kind }) => kind);
  // What a rollback leads away from is given nothing back.
  const isThere = done.includes('shift') || (d.kind === 'deploy' && done.includes('start'));
  return isThere ? share : null;
}

/** Whether what was forgotten is to be set again, or that was begun and is not over. */
export function mustSet({ progress: { astray } }: Deployment, seen: Stand): boolean {
  return seen.isForgotten || (astray?.how === 'lost' && !seen.isSettled);
}

/** The key under which it is set again: the same after a crash, another after a known failure and for another loss. */
export function settingKey(d: Deployment, { at, tries = 0 }: Astray): string {
  return `${stepKey(d)}:held:${at}:${tries}`;
}

/** Recorded before anything is set; null where it is already. What lost no share has nothing to say of it. */
export function intendSetting(d: Deployment, seen: Stand, now: Instant): DeploymentChange | null {
  if (d.progress.astray?.how === 'lost') return null;
  const { share, wanted } = seen;
  const patch = { progress: { ...d.progress, astray: { at: now, share, how: 'lost' } as const } };
  if (seen.isSettled) return quietly(d, patch);
  return move(d, patch, 'astray', {
    by: 'fairway',
    at: now,
    evidence: { how: 'lost', share, wanted },
  });
}

/** Traffic is where the plan has it: what was set again is told, once. Null where there is nothing to end. */
export function settled(
  d: Deployment,
  { wanted }: Pick<Stand, 'wanted'>,
  now: Instant,
): DeploymentChange | null {
  const { astray, ...progress } = d.progress;
  if (!astray) return null;
  if (astray.how === 'moved' || astray.share === wanted) return quietly(d, { progress });
  const note = `${sayHad(d, astray.share, wanted)}: set again`;
  const evidence = { how: 'set again', share: astray.share, wanted, note };
  return move(d, { progress }, 'astray', { by: 'fairway', at: now, note, evidence });
}

/** It was not set again. People hear of it once for each reason, and of one that may pass only when it does not. */
export function notSet(
  d: Deployment,
  { why, retryable }: { readonly why: string; readonly retryable: boolean },
  { wanted, asks }: { readonly wanted: number; readonly asks: readonly string[] },
  now: Instant,
): DeploymentChange | null {
  const { astray } = d.progress;
  if (astray?.how !== 'lost') return null;
  const tries = (astray.tries ?? 0) + 1;
  const isTold = (!retryable || tries >= MOST_TRIES) && astray.failed !== why;
  const next = { ...astray, tries, ...(isTold ? { failed: why } : {}) };
  const patch = { progress: { ...d.progress, astray: next } };
  if (!isTold) return quietly(d, patch);
  const note = `${sayHad(d, astray.share, wanted)}, and that could not be set again: ${why}. It is tried again; abort ${d.id} to return to ${d.previous?.version ?? 'nothing'}`;
  const evidence = { how: 'not set again', share: astray.share, wanted, note };
  return move(d, patch, 'astray', { by: 'fairway', at: now, note, tell: asks, evidence });
}

/**
 * Traffic is elsewhere though nothing was forgotten: somebody moved it, perhaps on purpose, so it is told and stays.
 * Null where that was told and it has not been back since, where a version is not well, or an effect may be half done.
 */
export function movedBy(d: Deployment, seen: Stand, now: Instant): DeploymentChange | null {
  const { share, wanted } = seen;
  const isKnown = d.progress.astray !== undefined;
  if (isKnown || seen.isSettled || !seen.isWell || d.exposedAt === null || isHalfDone(d))
    return null;
  const patch = { progress: { ...d.progress, astray: { at: now, share, how: 'moved' } as const } };
  const note = `${d.artifact.version} has ${share} % of the traffic instead of ${wanted} %, and no deployment put it there: left as it is until ${d.id} goes on`;
  const evidence = { how: 'moved', share, wanted, note };
  return move(d, patch, 'astray', { by: 'fairway', at: now, note, evidence });
}

/** Its step was asked for, whether it is still intended or people decide whether it ran. */
function isHalfDone(d: Deployment): boolean {
  const step = currentStep(d);
  return d.progress.since !== null && step !== null && STEP_LAWS[step.kind].dedup === 'provider';
}

/** As it is said wherever traffic that was forgotten is set again. */
export function sayHad({ artifact }: Deployment, share: number, wanted: number): string {
  return `${artifact.version} had ${share} % of the traffic instead of ${wanted} %`;
}
