import type { DeploymentId } from '../domain/deployment/deployment.ts';
import type { Target } from '../domain/kernel/target.ts';

/** What a line of output belongs to: one attempt of one step of one deployment. */
export interface Attempt extends Target {
  readonly deployment: DeploymentId;
  readonly key: string;
  readonly channel: string | null;
}

/** Shows people what a provider prints while it works. Bookkeeping: nothing is decided by it. */
export interface Transcript {
  /** Takes one line, already redacted and capped by its provider. Never throws, never waits. */
  line(attempt: Attempt, text: string): void;
}
