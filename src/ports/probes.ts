import type { Artifact } from '../domain/artifact/artifact.ts';
import type { Probe } from '../domain/catalog/catalog.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Route } from '../domain/verdict/journey/form.ts';
import type { Variables } from '../domain/verdict/journey/variables.ts';
import type { Walk } from '../domain/verdict/journey/vote.ts';
import type { Inspection, Validation } from '../domain/verdict/validation.ts';

/** What is deployed where, and what served there before it; null where nothing did. */
export interface Inspected extends Target {
  readonly artifact: Artifact;
  readonly previous: Artifact | null;
  readonly now: Instant;
  /** The SBOM that comes with a version where it comes from; left out where nobody there knows any. */
  readonly sbomOf?: (artifact: Artifact) => Promise<string | null>;
}

/**
 * Looks at what serves as a customer would, from somewhere. A walk that is made again after a crash
 * carries the same `key` among what it is given, so that what it sends can count once.
 */
export interface Probes {
  /**
   * Walks a route from one probe, step by step up to the first that fails: a site that does not answer
   * has failed a step. Ends within the route's time and a little more.
   * @throws when the probe has no say: it does not answer, may not go there, or lacks a variable. Nothing
   *   is known then, and nothing may be concluded
   */
  walk(probe: Probe, route: Route, given: Variables, signal: AbortSignal): Promise<Walk>;
  /** Looks at one thing from the worker. @throws when nothing can be said of it */
  inspect(validation: Validation, about: Inspected, signal: AbortSignal): Promise<Inspection>;
}
