import { sayDuration } from '../kernel/duration.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { type Instant, plus } from '../kernel/time.ts';
import type { Step } from '../plan/step.ts';
import { currentStep, type Deployment } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';
import { notRunning } from './state.ts';
import type { StepOutcome } from './step-outcome.ts';

/** What a canary is held for whose judge came to no verdict. */
const NO_VERDICT = 'no verdict';
/** Milliseconds. The most is well within what a judge may take in all. */
const BOUNDS = { least: 60_000, most: 12 * 3_600_000 } as const;

/** The cause of a hold that an outcome leads to; none where more looks could not help. */
export function causeOf(step: Step, outcome: StepOutcome): string | undefined {
  const verdict = outcome.kind === 'unsure' ? outcome.verdict?.verdict : null;
  return step.kind === 'judge' && verdict === 'not enough data' ? NO_VERDICT : undefined;
}

/** Whether people are asked because its judge came to no verdict. */
export function isInconclusive(d: Deployment): boolean {
  return d.hold?.cause === NO_VERDICT && currentStep(d)?.kind === 'judge';
}

/** By how much longer than its plan says its judge looks, in milliseconds; below zero where it is less. */
export function lookedOnMs({ plan, cursor, progress }: Deployment): number {
  const step = plan[cursor];
  const { lookUntil, since } = progress;
  if (step?.kind !== 'judge' || lookUntil === undefined || since === null) return 0;
  return lookUntil - since - step.forMs;
}

/**
 * Lets the judge look on for so long from now, from the evidence there is, and then ask again. Only while
 * it is held for having come to no verdict: a verdict that has fallen is not looked at until it is another.
 */
export function lookOn(
  d: Deployment,
  { by, forMs }: { readonly by: string; readonly forMs: number },
  now: Instant,
): DeploymentChange | Refusal {
  const no = notRunning(d, 'Only the judge of a running deployment can look on.');
  if (no) return no;
  if (!d.hold || !isInconclusive(d))
    return refuse('nothing-to-extend', `${d.id} is not held for lack of a verdict.`, {
      why: 'Only a judge that came to none can be given more time.',
      fix: d.hold ? 'Resume it without a length of time.' : 'It is moving by itself.',
      line: d.hold ? `/release resume ${d.id}` : `/release why ${d.id}`,
    });
  if (forMs < BOUNDS.least || forMs > BOUNDS.most)
    return refuse('bad-length', `A judge cannot look on for ${sayDuration(forMs)}.`, {
      fix: `At least ${sayDuration(BOUNDS.least)}, at most ${sayDuration(BOUNDS.most)}.`,
      line: `/release resume ${d.id} for 10m`,
    });
  const lookUntil = plus(now, forMs);
  const progress = { ...d.progress, since: now, heardAt: now, silence: null, lookUntil };
  return move(d, { hold: null, progress, wakeAt: now }, 'resumed', {
    by,
    at: now,
    note: `${by} lets the judge look on for ${sayDuration(forMs)}`,
    evidence: { heldBy: d.hold.by, heldWhy: d.hold.why, lookOnMs: forMs },
  });
}
