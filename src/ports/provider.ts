import type { ProviderTarget } from '../domain/catalog/catalog.ts';
import type { Prints } from '../domain/deployment/back.ts';
import type { StepKind } from '../domain/plan/step.ts';
import type { Room } from '../domain/strategies/fits.ts';
import type { Artifacts } from './artifacts.ts';
import type { Deployer } from './deployer.ts';
import type { Metrics } from './metrics.ts';
import type { Probes } from './probes.ts';

/** One way to reach a part of the world, as an environment names it in `provider:`. */
export interface Provider {
  readonly name: string;
  /** One call may take this long, in milliseconds; after that nothing is known. */
  readonly patienceMs: number;
  /** The same for one step at one target where that is less: people are told until when to wait. */
  readonly patienceAt?: (placement: ProviderTarget, step: StepKind) => number;
  readonly deployer: Deployer;
  readonly artifacts: Artifacts;
  /**
   * What it would run there to bring about these steps, looked for without an effect; left out where there is nothing
   * but the provider itself to miss.
   */
  readonly toolsAt?: (placement: ProviderTarget, steps: readonly StepKind[]) => Promise<Tools>;
  /** What a placement can hold and split, known without a look there; left out where nobody knows. */
  readonly topologyAt?: (placement: ProviderTarget) => Room;
  /** null where nothing measures traffic; a plan that judges is refused there. */
  readonly metrics: Metrics | null;
  /** Left out: nothing walks journeys there, and what asks for one waits for people. */
  readonly probes?: Probes;
}

export interface Tools {
  /** What is missing, in words. */
  readonly lacks: readonly string[];
  /** Of what is there. */
  readonly prints: Prints;
}
