import type { IncidentId } from '../incident/incident.ts';
import type { Change } from '../kernel/change.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import type { Candidate, Reached } from './candidate.ts';
import type { Confidence } from './confidence.ts';
import type { Weights } from './suspects.ts';

/** A suspect as it was said: what people were shown, and what its weight was made of. */
export interface Named
  extends Pick<Candidate, 'subject' | 'kind' | 'version' | 'by' | 'elsewhere'>,
    Target {
  readonly likelihood: number;
  readonly moment: Reached | null;
  readonly weights: Weights;
  /** The nearest relation to what is hurt, in words. */
  readonly relation: string;
}

/** What was said at a moment; `others` are those that were weighed and not named. */
export interface Said {
  readonly at: Instant;
  readonly confidence: Confidence | null;
  readonly named: readonly Named[];
  readonly others: number;
  readonly nobody: number;
}

/** What somebody did about a suspect since. */
export interface SuspectDeed {
  readonly subject: string;
  /** `changed-again`: what was changed elsewhere was changed there once more. */
  readonly what: 'rolled-back' | 'changed-again' | 'paused' | 'not-cause';
  readonly by: string;
  readonly at: Instant;
  readonly because: string | null;
  /** The rollback, or the change that followed. */
  readonly id: string | null;
}

/** What it was, as people said or as what ended it shows. */
export interface Found {
  readonly subject: string;
  readonly service: string;
  readonly by: string;
  readonly at: Instant;
  readonly how: 'named' | 'ended by its rollback' | 'ended when it was changed again';
}

/**
 * Whom we suspect of an incident, of which there is one for each. `first` is the first time
 * anything was named, and stays: by it one knows how often we were right. Service and environment are those the incident was opened for.
 */
export interface Suspicion extends Target {
  readonly incident: IncidentId;
  readonly beganAt: Instant;
  /** A person reported it, and no alert had begun. */
  readonly isReported?: boolean;
  readonly first: Said;
  readonly last: Said;
  readonly deeds: readonly SuspectDeed[];
  readonly cause: Found | null;
  readonly revision: number;
}

export interface SuspicionRow {
  readonly table: 'suspicion';
  readonly row: Suspicion;
}

/** What is shown of it has changed. */
export interface SuspicionEvent extends Target {
  readonly type: 'suspicion';
  readonly id: IncidentId;
  readonly revision: number;
  /** Subjects that were named until now; left out: none. */
  readonly dropped?: readonly string[];
}

export type SuspicionChange = Change<SuspicionRow, SuspicionEvent>;

/** Whom people have cleared. */
export function cleared({ deeds }: Pick<Suspicion, 'deeds'>): readonly string[] {
  return deeds.filter(({ what }) => what === 'not-cause').map(({ subject }) => subject);
}
