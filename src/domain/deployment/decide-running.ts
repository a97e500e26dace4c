import type { GateRuling } from '../gates/index.ts';
import { isRefusal } from '../kernel/refusal.ts';
import { worst } from '../kernel/ruling.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { nameStep, STEP_LAWS, type Step } from '../plan/step.ts';
import { type Deployment, type DeploymentId, exposes, FRESH } from './deployment.ts';
import { askPeople } from './hold.ts';
import { type DeploymentChange, move, quietly } from './moves.ts';
import { repin } from './repin.ts';
import { rollBack } from './roll-back.ts';
import type { StepOutcome } from './step-outcome.ts';
import { recheckAt, sameWait, waitingFrom } from './waiting.ts';

const MAX_ATTEMPTS = 3;
const RETRY_MS = 2_000;

/** What deciding may need beyond the deployment: who owns it, and an id for the rollback it may create. */
export interface Aside {
  readonly owners: readonly string[];
  readonly rollbackId: DeploymentId | null;
  /** Binds a new plan when the artifact was re-pinned. */
  readonly reseal: (d: Deployment) => string;
}

/** Before a step that raises exposure: the gates are asked again, and only then is it intended. */
export function decideExposure(
  d: Deployment,
  rulings: readonly GateRuling[],
  now: Instant,
): DeploymentChange {
  if (worst(rulings.map((r) => r.ruling.verdict)) === 'pass') return intend(d, d.cursor, null, now);
  const waiting = waitingFrom(rulings);
  const wakeAt = recheckAt(waiting, now);
  if (sameWait(waiting, d.waiting)) return quietly(d, { waiting, wakeAt });
  return move(d, { waiting, wakeAt }, 'held', { by: 'fairway', at: now });
}

/** Whether this outcome may end the deployment, so that its rollback needs an id. */
export function mayEnd(d: Deployment, step: Step, outcome: StepOutcome, now: Instant): boolean {
  switch (outcome.kind) {
    case 'failed':
      return !outcome.retryable || d.progress.attempt >= MAX_ATTEMPTS;
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
      return goOn(d, step, outcome, now);
    case 'running':
      return watch(d, step, outcome, aside, now);
    case 'failed':
      return outcome.retryable && d.progress.attempt < MAX_ATTEMPTS
        ? tryAgain(d, outcome, now)
        : fail(d, outcome, aside, now);
    case 'moved':
      return repin(d, outcome, aside.reseal, now);
    case 'unsure':
      return askPeople(
        d,
        outcome.why,
        aside.owners,
        { progress: { ...d.progress, heardAt: now, verdict: outcome.verdict } },
        now,
      );
    case 'silent':
      return silence(d, step, outcome.why, aside, now);
  }
}

function goOn(
  d: Deployment,
  step: Step,
  outcome: Extract<StepOutcome, { kind: 'done' }>,
  now: Instant,
): DeploymentChange {
  const note = outcome.note ?? sentence(step, d);
  const cursor = d.cursor + 1;
  const next = d.plan[cursor];
  if (!next) return succeed(d, cursor, now);
  if (exposes(next)) {
    return move(
      d,
      { cursor, progress: { ...FRESH, heardAt: now, verdict: outcome.verdict }, wakeAt: now },
      'stepped',
      {
        by: 'fairway',
        at: now,
        note,
        evidence: { done: step.kind, step: d.cursor, note },
      },
    );
  }
  return intend(d, cursor, { note, step, verdict: outcome.verdict }, now);
}

/** Records that the step at `cursor` is about to be asked for; done(n) and intent(n+1) are one change. */
function intend(
  d: Deployment,
  cursor: number,
  done: { readonly note: string; readonly step: Step; readonly verdict: StepVerdict } | null,
  now: Instant,
): DeploymentChange {
  const step = d.plan[cursor];
  const progress = {
    ...FRESH,
    phase: 'intent',
    since: now,
    heardAt: now,
    verdict: done?.verdict ?? null,
  } as const;
  const exposedAt = d.exposedAt ?? (step && exposes(step) ? now : null);
  return move(d, { cursor, progress, exposedAt, waiting: [], wakeAt: now }, 'stepped', {
    by: 'fairway',
    at: now,
    ...(done ? { note: done.note } : {}),
    evidence: { intent: step?.kind ?? 'none', step: cursor, done: done?.step.kind ?? null },
  });
}
type StepVerdict = Deployment['progress']['verdict'];

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
  const progress = { ...d.progress, memo, verdict, heardAt: now, silence: null };
  const patch = { progress, wakeAt: plus(now, outcome.againInMs) };
  const shown = outcome.verdict !== null || d.progress.silence !== null;
  return shown ? move(d, patch, 'progressed', { by: 'fairway', at: now }) : quietly(d, patch);
}

function tryAgain(
  d: Deployment,
  outcome: Extract<StepOutcome, { kind: 'failed' }>,
  now: Instant,
): DeploymentChange {
  const attempt = d.progress.attempt + 1;
  const progress = { ...d.progress, attempt, heardAt: now };
  return move(d, { progress, wakeAt: plus(now, RETRY_MS * attempt) }, 'progressed', {
    by: 'fairway',
    at: now,
    note: `Attempt ${attempt} of ${MAX_ATTEMPTS}, because ${outcome.why}`,
    evidence: { attempt, why: outcome.why, step: d.cursor },
  });
}

function fail(
  d: Deployment,
  outcome: Extract<StepOutcome, { kind: 'failed' }>,
  aside: Aside,
  now: Instant,
): DeploymentChange {
  const progress = { ...d.progress, verdict: outcome.verdict ?? d.progress.verdict, heardAt: now };
  if (d.kind === 'rollback') {
    const again = { ...progress, attempt: d.progress.attempt + 1 };
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
function silence(
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

function succeed(d: Deployment, cursor: number, now: Instant): DeploymentChange {
  const patch = {
    cursor,
    status: 'succeeded',
    finishedAt: now,
    waiting: [],
    wakeAt: null,
  } as const;
  const what =
    d.kind === 'rollback'
      ? `Rolled back ${d.service} in ${d.environment} to ${d.artifact.version}`
      : `${d.service} ${d.artifact.version} is verified in ${d.environment}`;
  return move(d, patch, 'succeeded', {
    by: 'fairway',
    at: now,
    note: what,
    evidence: { digest: d.artifact.digest, version: d.artifact.version },
  });
}

function overdue(d: Deployment, step: Step, now: Instant): boolean {
  return d.progress.since !== null && now - d.progress.since > STEP_LAWS[step.kind].boundMs;
}

function sentence(step: Step, { artifact, previous }: Deployment): string {
  switch (step.kind) {
    case 'prestage':
      return `${artifact.version} is pulled and ready`;
    case 'start':
      return `${artifact.version} runs beside ${previous?.version ?? 'nothing'}`;
    case 'shift':
      return `${step.percent} % of the traffic goes to ${artifact.version}`;
    case 'bake':
      return `${artifact.version} stayed healthy while baking`;
    case 'judge':
      return `${artifact.version} was judged as good as ${previous?.version ?? 'nothing'}`;
    case 'finish':
      return `${previous?.version ?? 'Nothing'} is retired`;
  }
}
