import type { Target } from './target.ts';
import type { Instant } from './time.ts';

/** What a gate may know of the deployment it rules on: identity and intent, never progress. */
export interface Subject extends Target {
  readonly id: string | null;
  readonly version: string;
  readonly digest: string;
  readonly planDigest: string;
  readonly requestedBy: string;
  /** Until when two others lifted what break-glass lifts; left out or null: nothing is. */
  readonly brokenUntil?: Instant | null;
}
