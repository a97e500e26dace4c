import type { Instant } from '../kernel/time.ts';

/** The steps of a plan, as stages that can go wrong; one name for each kind of step. */
export const STEP_STAGES = [
  'prestage',
  'start',
  'shift',
  'bake',
  'judge',
  'journey',
  'validate',
  'finish',
] as const;

/** What a deployment waits for: each gate by the name people know it by, a pause, and a question to people. */
export const WAIT_STAGES = [
  'order',
  'approval',
  'board',
  'schedule',
  'blackout',
  'budget',
  'line',
  'incident',
  'lock',
  'turn',
  'slot',
  'pause',
  'decision',
] as const;

export const STAGES = [...STEP_STAGES, ...WAIT_STAGES] as const;
export type StepStage = (typeof STEP_STAGES)[number];
export type WaitStage = (typeof WAIT_STAGES)[number];
export type Stage = (typeof STAGES)[number];

export function isStage(word: string): word is Stage {
  return STAGES.some((one) => one === word);
}

export function isWait(stage: Stage): stage is WaitStage {
  return WAIT_STAGES.some((one) => one === stage);
}

/**
 * One stretch of one deployment that is over: a step, or a wait. `done`: it went on from there. `failed`:
 * Fairway ended the deployment at this step, or had stopped it there and people ended it. `left`: it
 * ended, or went on without this, for a reason that says nothing of the stage.
 */
export interface StageRun {
  readonly deployment: string;
  readonly stage: Stage;
  readonly strategy: string;
  readonly beganAt: Instant;
  readonly at: Instant;
  readonly outcome: 'done' | 'failed' | 'left';
  /** How often a step was asked for; 1 of a wait. */
  readonly attempts: number;
}
