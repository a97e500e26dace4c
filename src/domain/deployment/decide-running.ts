import type { GateRuling } from '../gates/index.ts';
import { worst } from '../kernel/ruling.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { nameStep, STEP_LAWS, type Step } from '../plan/step.ts';
import type { Aside } from './aside.ts';
import type { Deployment } from './deployment.ts';
import { fail, mayRetry, silence, tryAgain } from './fall-short.ts';
import { goOn, intend } from './go-on.ts';
import { askPeople } from './hold.ts';
import { causeOf } from './look-on.ts';
import { type DeploymentChange, move, quietly } from './moves.ts';
import { repin } from './repin.ts';
import type { StepOutcome } from './step-outcome.ts';
import { LONGEST_SLEEP_MS, recheckAt, sameWait, waitingFrom } from './waiting.ts';

/** Before a step that raises exposure: the gates are asked again, and only then is it intended. */
export function decideExposure(
  d: Deployment,
  rulings: readonly GateRuling[],
  now: Instant,
): DeploymentChange {
  if (worst(rulings.map((r) => r.ruling.verdict)) === 'pass') return intend(d, d.cursor, null, now);
  const waiting = waitingFrom(rulings, now);
  const wakeAt = recheckAt(waiting, now);
  if (sameWait(waiting, d.waiting)) return quietly(d, { waiting, wakeAt });
  return move(d, { waiting, wakeAt }, 'held', { by: 'fairway', at: now });
}

/** Whether this outcome may end the deployment, so that its rollback needs an id. */
export function mayEnd(d: Deployment, step: Step, outcome: StepOutcome, now: Instant): boolean {
  switch (outcome.kind) {
    case 'failed':
      return !mayRetry(d, outcome);
    case 'running':
      return overdue(d, step, now);
    default:
      return false;
  }
}

/** What a step's outcome means for the deployment. */
export function decideRunning(
  d: Deployment,
  step: Step,
  outcome: StepOutcome,
  aside: Aside,
  now: Instant,
): DeploymentChange {
  switch (outcome.kind) {
    case 'done':
      return goOn(d, step, outcome, aside.ahead, now);
    case 'running':
      return watch(d, step, outcome, aside, now);
    case 'failed':
      return mayRetry(d, outcome) ? tryAgain(d, outcome, now) : fail(d, outcome, aside, now);
    case 'moved':
      return repin(d, outcome, aside.reseal, now);
    case 'unsure':
      return unsure(d, step, outcome, aside, now);
    case 'silent':
      return silence(d, step, outcome.why, aside, now);
  }
}

function unsure(
  d: Deployment,
  step: Step,
  outcome: Extract<StepOutcome, { kind: 'unsure' }>,
  { owners }: Aside,
  now: Instant,
): DeploymentChange {
  const patch = unsettled(d, outcome, now);
  return askPeople(d, outcome.why, owners, patch, now, causeOf(step, outcome));
}

/**
 * `ready` once more where only people can say whether to run it: their resuming is a new intent, and
 * another attempt where it then means something else.
 */
function unsettled(
  { progress }: Deployment,
  { verdict, mayHaveRun = false, serves, memo }: Extract<StepOutcome, { kind: 'unsure' }>,
  now: Instant,
): Partial<Deployment> {
  const phase = mayHaveRun || serves ? 'ready' : progress.phase;
  const attempt = progress.attempt + (serves ? 1 : 0);
  return {
    ...(serves ? { previous: serves } : {}),
    progress: { ...progress, phase, attempt, heardAt: now, verdict, memo: memo ?? progress.memo },
  };
}

function watch(
  d: Deployment,
  step: Step,
  outcome: Extract<StepOutcome, { kind: 'running' }>,
  aside: Aside,
  now: Instant,
): DeploymentChange {
  if (overdue(d, step, now) && (d.exposedAt === null || aside.rollbackId !== null)) {
    const why = `${nameStep(step)} was not done after ${STEP_LAWS[step.kind].boundMs / 60_000} minutes`;
    return fail(
      d,
      { kind: 'failed', code: 'bound', why, retryable: false, verdict: null },
      aside,
      now,
    );
  }
  const verdict = outcome.verdict ?? d.progress.verdict;
  const memo = outcome.memo ?? d.progress.memo;
  const { says: before, ...rest } = d.progress;
  const said = outcome.says === undefined ? {} : { says: outcome.says };
  const progress = { ...rest, ...said, memo, verdict, heardAt: now, silence: null };
  const patch = { progress, wakeAt: plus(now, Math.min(outcome.againInMs, LONGEST_SLEEP_MS)) };
  const shown = outcome.verdict !== null || d.progress.silence !== null || outcome.says !== before;
  return shown ? move(d, patch, 'progressed', { by: 'fairway', at: now }) : quietly(d, patch);
}

function overdue(d: Deployment, step: Step, now: Instant): boolean {
  return d.progress.since !== null && now - d.progress.since > STEP_LAWS[step.kind].boundMs;
}
