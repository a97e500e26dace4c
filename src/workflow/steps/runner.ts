import type { Placement, Probe } from '../../domain/catalog/catalog.ts';
import type { Deployment } from '../../domain/deployment/deployment.ts';
import type { StepOutcome } from '../../domain/deployment/step-outcome.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { Step, StepKind } from '../../domain/plan/step.ts';
import type { Call } from '../../ports/deployer.ts';
import type { Provider } from '../../ports/provider.ts';

export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>;

/** One look at a deployment's step: where it is, and the call that carries its key and fence. */
export interface Look {
  readonly d: Deployment;
  readonly provider: Provider;
  readonly placement: Placement;
  /** People are asked there before it goes on without a way back. */
  readonly isProtected: boolean;
  /** From where journeys may be walked. */
  readonly vantages: readonly Probe[];
  readonly call: Call;
  readonly now: Instant;
}

export interface Run<K extends StepKind> extends Look {
  readonly step: StepOf<K>;
}

/**
 * Brings the world nearer to what a step desires, or looks whether it is there. Called until it
 * answers `done`; throwing means that nothing is known and the same key is asked for again.
 */
export type Runner<K extends StepKind> = (run: Run<K>) => Promise<StepOutcome>;

export class FencedError extends Error {}
