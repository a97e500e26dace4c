import type { Deployment } from '../domain/deployment/deployment.ts';
import type { FactName, Facts } from '../domain/gates/facts.ts';
import type { Closures } from '../domain/governance/calendar-copies.ts';
import type { Subject } from '../domain/kernel/subject.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Versions } from '../ports/configurations.ts';
import type { Context } from '../ports/context.ts';

/** What a fact may read. Facts only look; they never write. */
export type Sources = Pick<Context, 'records' | 'catalog'> & {
  readonly configurations: Pick<Versions, 'at'>;
  /** Plays what the judges of its plan would see there on the traffic usual at that time; null where it judges nothing. */
  readonly foresees: (d: Deployment, at: Instant) => Promise<Facts['power']>;
};

/** What all facts of one look share, so that none of them sees a later copy of a calendar than another. */
export interface Looking extends Sources {
  readonly closures: () => Promise<Closures>;
}

/** One thing a gate may need to know. Throwing means it is unknown, which never passes. */
export interface Fact<N extends FactName = FactName> {
  readonly name: N;
  /** As it is, or will be, at `at`. */
  read(sources: Looking, about: Subject, at: Instant): Promise<Facts[N]>;
}
