import type { Sighting } from '../domain/deployment/sighting.ts';
import type { Target } from '../domain/kernel/target.ts';

/** Which targets were looked at, and what is to be told of what was seen there. */
export interface Sightings {
  /** Targets that are to be looked at from here on; those that are known already stay as they are. */
  know(targets: readonly Target[]): Promise<void>;
  /**
   * Targets of these environments whose last look was so long ago, longest first; each goes to one
   * process. @param everyMs milliseconds between two looks, by environment
   */
  claim(everyMs: ReadonlyMap<string, number>, limit: number): Promise<readonly Target[]>;
  /** What people have not been told of yet. */
  untold(limit: number): Promise<readonly Sighting[]>;
  told(sighting: Sighting): Promise<void>;
}
