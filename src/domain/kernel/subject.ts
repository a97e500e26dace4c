import type { Target } from './target.ts';
import type { Instant } from './time.ts';

/** What a gate may know of the deployment it rules on: identity and intent, and of its progress only whether it has begun. */
export interface Subject extends Target {
  readonly id: string | null;
  readonly version: string;
  readonly digest: string;
  readonly planDigest: string;
  readonly requestedBy: string;
  /** When it began to run; left out or null: it has not. */
  readonly startedAt?: Instant | null;
  /** A schedule or a train asked for it in that name. */
  readonly byOrder?: true;
  /** The incident it ends. */
  readonly fixes?: string | null;
  /** Until when two others lifted what break-glass lifts; left out or null: nothing is. */
  readonly brokenUntil?: Instant | null;
  /** Once it runs: the version of the configuration it was planned under. */
  readonly configuration?: string;
}
