import type { Deployment } from '../domain/deployment/deployment.ts';
import type { StageRun } from '../domain/stages/stage.ts';

/** Counts for machines outside how deployments went. Bookkeeping: nothing is decided by it. */
export interface Meter {
  /** Takes a deployment that is over, with its steps and waits. Told again after a crash, it counts again. Never throws. */
  over(d: Deployment, runs: readonly StageRun[]): void;
}
