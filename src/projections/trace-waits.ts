import type { StageRun, WaitStage } from '../domain/stages/stage.ts';
import type { Stretch } from './trace.ts';

interface Wait {
  readonly name: string;
  /** Whether people end it, or time and other deployments do. */
  readonly human: boolean;
}

/** What `traceOf` makes no stretch of; the waits for approval, board and decision it reads from the ledger. */
const WAITS: {
  readonly [W in Exclude<WaitStage, 'approval' | 'board' | 'pause' | 'decision'>]: Wait;
} = {
  order: { name: 'Wait for the environment before', human: false },
  schedule: { name: 'Wait for its planned start', human: false },
  blackout: { name: 'Wait for a blackout or a release window', human: false },
  budget: { name: 'Wait for the error budget', human: false },
  line: { name: 'Wait for the line', human: true },
  incident: { name: 'Wait for an incident to end', human: true },
  lock: { name: 'Wait for a lock', human: true },
  turn: { name: 'Wait for its turn', human: false },
  slot: { name: 'Wait for a free slot', human: false },
};

/** The waits of a deployment as stretches of its trace, each as it is counted (`stages-1`). */
export function waitStretches(runs: readonly StageRun[]): readonly Stretch[] {
  return runs.flatMap(({ stage, beganAt, at }, i) => {
    if (!isOfTime(stage)) return [];
    const { name, human } = WAITS[stage];
    const attributes = { 'fairway.wait.for': stage, 'fairway.wait.human': human };
    const id = `wait-${stage}-${i}`;
    return [{ id, within: 'run', name, from: beganAt, to: at, failed: null, attributes }];
  });
}

function isOfTime(stage: StageRun['stage']): stage is keyof typeof WAITS {
  return Object.hasOwn(WAITS, stage);
}
