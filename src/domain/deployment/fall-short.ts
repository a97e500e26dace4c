import { isRefusal } from '../kernel/refusal.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { nameStep, type Step } from '../plan/step.ts';
import type { Aside } from './aside.ts';
import type { Deployment } from './deployment.ts';
import { askPeople } from './hold.ts';
import { type DeploymentChange, move, quietly } from './moves.ts';
import { rollBack } from './roll-back.ts';
import type { StepOutcome } from './step-outcome.ts';

const MAX_ATTEMPTS = 3;
const RETRY_MS = 2_000;

type Failed = Extract<StepOutcome, { kind: 'failed' }>;

/** A known failure that may pass by itself is tried again, under another key, this often in all. */
export function mayRetry(d: Deployment, outcome: Failed): boolean {
  return outcome.retryable && d.progress.attempt < MAX_ATTEMPTS;
}

export function tryAgain(d: Deployment, outcome: Failed, now: Instant): DeploymentChange {
  const attempt = d.progress.attempt + 1;
  const progress = { ...d.progress, attempt, heardAt: now };
  return move(d, { progress, wakeAt: plus(now, RETRY_MS * attempt) }, 'progressed', {
    by: 'fairway',
    at: now,
    note: `Attempt ${attempt} of ${MAX_ATTEMPTS}, because ${outcome.why}`,
    evidence: { attempt, why: outcome.why, step: d.cursor },
  });
}

/** It has failed; what people already met is rolled back in the same change. */
export function fail(d: Deployment, outcome: Failed, aside: Aside, now: Instant): DeploymentChange {
  const progress = { ...d.progress, verdict: outcome.verdict ?? d.progress.verdict, heardAt: now };
  if (d.kind === 'rollback') {
    const again = { ...progress, phase: 'ready', attempt: d.progress.attempt + 1 } as const;
    return askPeople(
      d,
      `The rollback cannot go on: ${outcome.why}`,
      aside.owners,
      { progress: again },
      now,
    );
  }
  if (d.exposedAt !== null && d.previous && aside.rollbackId) {
    const back = {
      id: aside.rollbackId,
      to: d.previous,
      by: 'fairway',
      why: outcome.why,
      code: 'auto',
      digest: d.planDigest,
    } as const;
    const change = rollBack({ ...d, progress }, back, now);
    if (!isRefusal(change)) return change;
  }
  const ended = { code: outcome.code, why: outcome.why, by: 'fairway' };
  return move(
    d,
    { status: 'failed', outcome: ended, progress, finishedAt: now, wakeAt: null },
    'failed',
    {
      by: 'fairway',
      at: now,
      note: `Failed: ${outcome.why}`,
      tell: [d.requestedBy],
      evidence: { code: outcome.code, why: outcome.why, step: d.cursor },
    },
  );
}

const SILENCE_RETRY_MS = 5_000;
const PATIENCE_MS = 120_000;

/**
 * No answer proves nothing: the same key is asked for again, people see it, and then must decide. A
 * rollback never stops asking.
 */
export function silence(
  d: Deployment,
  step: Step,
  why: string,
  aside: Aside,
  now: Instant,
): DeploymentChange {
  const progress = { ...d.progress, silence: why };
  const since = d.progress.heardAt ?? d.progress.since ?? now;
  if (now - since > PATIENCE_MS && d.kind !== 'rollback') {
    const asked = `No answer to "${nameStep(step)}" for ${Math.round((now - since) / 60_000)} minutes: ${why}`;
    return askPeople(d, asked, aside.owners, { progress }, now);
  }
  const patch = { progress, wakeAt: plus(now, SILENCE_RETRY_MS) };
  if (d.progress.silence === why) return quietly(d, patch);
  return move(d, patch, 'progressed', { by: 'fairway', at: now, note: `No contact: ${why}` });
}
