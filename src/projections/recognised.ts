import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Apparent } from '../domain/risk/apparent.ts';
import type { LastTried } from '../domain/risk/tried.ts';

/** A failure mode an incident looks like, and when what helps against it was last tried. */
export interface Recognised extends Apparent {
  readonly last: LastTried;
}

/** The deployment that is suspected; null where none is, or none stands out. */
export type Suspected = Deployment | null;
