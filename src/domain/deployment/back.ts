import type { Artifact } from '../artifact/artifact.ts';
import type { Instant } from '../kernel/time.ts';

/** What a look for the version one would return to found where it would run. */
export interface Back {
  readonly to: Artifact;
  /** What a rollback would miss, in words; empty where it could go now, with the registry away. */
  readonly lacks: readonly string[];
}

/** The same as the deployment keeps it: when it was looked for last. */
export interface WayBack extends Back {
  readonly at: Instant;
}
