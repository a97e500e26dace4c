import type { Artifact } from '../artifact/artifact.ts';
import type { Instant } from '../kernel/time.ts';

/** Fingerprints by name: each is the same while what it is of is. */
export type Prints = Readonly<Record<string, string>>;

/** What a look for the version one would return to found where it would run. */
export interface Back {
  readonly to: Artifact;
  /** What a rollback would miss, in words; empty where it could go now, with the registry away. */
  readonly lacks: readonly string[];
  /** What it would run, as that was before anybody met the new version; not in what was stored before it was noted. */
  readonly prints?: Prints;
  /** What of it is another one since, by name; left out like that. */
  readonly changed?: readonly string[];
}

/** The same as the deployment keeps it: when it was looked for last. */
export interface WayBack extends Back {
  readonly at: Instant;
}
