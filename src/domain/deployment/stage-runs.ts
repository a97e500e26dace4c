import type { GateKind } from '../gates/index.ts';
import type { Instant } from '../kernel/time.ts';
import type { StepKind } from '../plan/step.ts';
import type { StageRun, StepStage, WaitStage } from '../stages/stage.ts';
import { currentStep, type Deployment, isOver, type Waiting } from './deployment.ts';
import { isReplaced } from './request.ts';

const CAUSES: { readonly [K in GateKind]: WaitStage } = {
  order: 'order',
  approval: 'approval',
  cab: 'board',
  schedule: 'schedule',
  blackout: 'blackout',
  budget: 'budget',
  burn: 'budget',
  breaker: 'line',
  incident: 'incident',
  lock: 'lock',
  turn: 'turn',
  concurrency: 'slot',
  power: 'schedule',
};

/** A kind of step that is no stage does not compile. */
const STEPS: { readonly [K in StepKind]: StepStage & K } = {
  prestage: 'prestage',
  start: 'start',
  shift: 'shift',
  bake: 'bake',
  judge: 'judge',
  journey: 'journey',
  validate: 'validate',
  finish: 'finish',
};

type Outcome = StageRun['outcome'];

/**
 * The stages of a deployment that a change brought to their end: waits that are over and the step that it
 * was at. `by` is who moved it last.
 */
export function endedStages(
  before: Deployment,
  after: Deployment,
  { by, at }: { readonly by: string; readonly at: Instant },
): readonly StageRun[] {
  const run = (
    stage: StageRun['stage'],
    beganAt: Instant,
    outcome: Outcome,
    attempts = 1,
  ): StageRun => ({
    deployment: after.id,
    stage,
    strategy: after.strategy,
    beganAt,
    at,
    outcome,
    attempts,
  });
  const passed: Outcome = isOver(after) ? 'left' : 'done';
  const waits = before.waiting
    .flatMap(({ gate, since }) =>
      since !== undefined && !waitsFor(after.waiting, CAUSES[gate])
        ? [run(CAUSES[gate], since, passed)]
        : [],
    )
    .toSorted((a, b) => a.beganAt - b.beganAt);
  return [
    // Two gates may be one cause: that is one wait, told once none of them holds any more.
    ...waits.filter((one, i) => waits.findIndex(({ stage }) => stage === one.stage) === i),
    ...endedHold(before, after).map((hold) =>
      run(hold.by === 'fairway' ? 'decision' : 'pause', hold.at, passed),
    ),
    ...endedStep(before, after, by).map(({ stage, since, outcome }) =>
      run(stage, since, outcome, before.progress.attempt),
    ),
  ];
}

function waitsFor(waiting: readonly Waiting[], cause: WaitStage): boolean {
  return waiting.some(({ gate }) => CAUSES[gate] === cause);
}

function endedHold(before: Deployment, after: Deployment) {
  const { hold } = before;
  if (!hold || (!isOver(after) && after.hold?.at === hold.at)) return [];
  return [hold];
}

interface EndedStep {
  readonly stage: StepStage;
  readonly since: Instant;
  readonly outcome: Outcome;
}

function endedStep(before: Deployment, after: Deployment, by: string): readonly EndedStep[] {
  const step = currentStep(before);
  const { phase, since } = before.progress;
  if (!step || phase !== 'intent' || since === null) return [];
  const stage = STEPS[step.kind];
  if (after.status === 'pending') return [{ stage, since, outcome: 'left' }];
  if (after.cursor > before.cursor)
    return [{ stage, since, outcome: by === 'fairway' ? 'done' : 'left' }];
  if (!isOver(after)) return [];
  return [{ stage, since, outcome: isItsFault(before, after) ? 'failed' : 'left' }];
}

/** What people end of their own accord, a newer one replaces or a closing door takes back says nothing of the step. */
function isItsFault(before: Deployment, after: Deployment): boolean {
  if (after.status !== 'failed' || isReplaced(after) || !after.outcome) return false;
  const { by, trigger } = after.outcome;
  return by === 'fairway' ? trigger !== 'closed' : before.hold?.by === 'fairway';
}
