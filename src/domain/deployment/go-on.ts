import type { GateRuling } from '../gates/index.ts';
import { worst } from '../kernel/ruling.ts';
import type { Instant } from '../kernel/time.ts';
import type { Step } from '../plan/step.ts';
import { type Deployment, exposes, FRESH } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';
import type { StepOutcome } from './step-outcome.ts';

/** A step is done: the next one is intended in the same change, or awaits its gates, or all is over. */
export function goOn(
  d: Deployment,
  step: Step,
  outcome: Extract<StepOutcome, { kind: 'done' }>,
  ahead: readonly GateRuling[] | null,
  now: Instant,
): DeploymentChange {
  const note = outcome.note ?? sentence(step, d);
  const cursor = d.cursor + 1;
  const next = d.plan[cursor];
  if (!next) return succeed(d, step, outcome, now);
  const open = ahead !== null && worst(ahead.map((r) => r.ruling.verdict)) === 'pass';
  if (exposes(next) && !open) {
    return move(
      d,
      {
        cursor,
        progress: { ...FRESH, heardAt: now, verdict: outcome.verdict },
        wakeAt: now,
        ...full(d, step, now),
      },
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
export function intend(
  d: Deployment,
  cursor: number,
  done: { readonly note: string; readonly step: Step; readonly verdict: StepVerdict } | null,
  now: Instant,
): DeploymentChange {
  const step = d.plan[cursor];
  const progress = {
    ...FRESH,
    phase: 'intent',
    attempt: done ? FRESH.attempt : d.progress.attempt,
    since: now,
    heardAt: now,
    verdict: done?.verdict ?? null,
  } as const;
  const exposedAt = d.exposedAt ?? (step && exposes(step) ? now : null);
  const reached = done ? full(d, done.step, now) : {};
  const patch = { cursor, progress, exposedAt, waiting: [], wakeAt: now, ...reached };
  return move(d, patch, 'stepped', {
    by: 'fairway',
    at: now,
    ...(done ? { note: done.note } : {}),
    evidence: { intent: step?.kind ?? 'none', step: cursor, done: done?.step.kind ?? null },
  });
}
type StepVerdict = Deployment['progress']['verdict'];

/** The moment from which everybody has the new version, once that step is done. */
function full(d: Deployment, step: Step, now: Instant): Pick<Deployment, 'fullAt'> {
  const reaches = step.kind === 'shift' && step.percent === 100 && d.fullAt === undefined;
  return reaches ? { fullAt: now } : {};
}

/** What was said at the end of how the version before was retired is for people, too. */
function succeed(
  d: Deployment,
  step: Step,
  { note: said, ranWith }: Extract<StepOutcome, { kind: 'done' }>,
  now: Instant,
): DeploymentChange {
  const { says: _, ...progress } = d.progress;
  const parted = step.kind === 'finish' ? said : null;
  const patch = {
    ...full(d, step, now),
    ...(ranWith === undefined ? {} : { ranWith }),
    cursor: d.cursor + 1,
    progress: parted === null ? progress : { ...progress, parted },
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
    note: parted === null ? what : `${what}; ${parted}`,
    evidence: {
      digest: d.artifact.digest,
      version: d.artifact.version,
      ...(parted === null ? {} : { parted }),
    },
  });
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
    case 'journey':
      return `The journey "${step.journey.name}" is green`;
    case 'validate':
      return `The validation "${step.validation.name}" is as it must be`;
    case 'finish':
      return `${previous?.version ?? 'Nothing'} is retired`;
  }
}
