import type { Artifact, Digest } from '../domain/artifact/artifact.ts';
import type { RuleSet } from '../domain/flag/rule-set.ts';
import type { Target } from '../domain/kernel/target.ts';

/** A rule set that is there, whatever becomes of the configuration it came from. */
export interface Kept extends Artifact {
  readonly rules: RuleSet;
}

/** How a flag stands in one environment. */
export interface FlagStanding {
  /** The highest fence that was seen there. */
  readonly epoch: number;
  /** Newest last. */
  readonly kept: readonly Kept[];
  /** The last that was started first: who gets a version is cut from the front, so a share that grows keeps everybody. */
  readonly live: readonly { readonly digest: Digest; readonly percent: number }[];
  /** Effects that were performed, by their keys, oldest first. */
  readonly done: readonly { readonly key: string; readonly kind: string }[];
}

export const NOTHING_THERE: FlagStanding = { epoch: 0, kept: [], live: [], done: [] };

/** What comes of looking at a standing: an answer, and the standing that is written with it; null writes nothing. */
export interface Decided<Answer> {
  readonly standing: FlagStanding | null;
  readonly answer: Answer;
}

/** Where flags stand: Fairway's own store of them, which decisions of Fairway reach through the provider alone. */
export interface FlagStandings {
  /** As it is now, `NOTHING_THERE` where nothing ever was. Reads only. */
  read(target: Target): Promise<FlagStanding>;
  /** Decides alone at that moment, and writes what comes of it or nothing. @throws weather: nothing is known then */
  decide<Answer>(
    target: Target,
    decide: (standing: FlagStanding) => Decided<Answer>,
  ): Promise<Answer>;
}

/** Who is asked for: `targetingKey` and whatever else rules speak of. */
export type EvaluationContext = Readonly<Record<string, unknown>>;

/** What somebody is told about a flag, or why nothing can be told. */
export type Evaluated =
  | {
      readonly kind: 'value';
      readonly value: RuleSet['variants'][string];
      readonly variant: string;
      /** As OpenFeature names them: STATIC where nobody is targeted. */
      readonly reason: string;
      /** The state that gave it; left out of what is no state. */
      readonly from?: Artifact;
    }
  | { readonly kind: 'error'; readonly code: FlagFault; readonly why: string };
export type FlagFault =
  | 'FLAG_NOT_FOUND'
  | 'TARGETING_KEY_MISSING'
  | 'INVALID_CONTEXT'
  | 'PARSE_ERROR'
  | 'GENERAL';
export type Evaluate = (context: EvaluationContext) => Evaluated;

/** A flag as it was read; `revision` is another with every write. */
export interface FlagCopy {
  readonly flag: string;
  readonly revision: number;
  readonly standing: Pick<FlagStanding, 'kept' | 'live'>;
}

export interface FlagCopies {
  /** The flags of an environment that are other than they are known. Reads only. @throws weather */
  newer(
    environment: string,
    known: ReadonlyMap<string, Pick<FlagCopy, 'revision'>>,
  ): Promise<readonly FlagCopy[]>;
}

/** Answers about flags from copies, never older than two seconds while the database answers. */
export interface FlagDesk {
  /** All flags of an environment, by name. @throws where they were never read and cannot be now */
  look(environment: string): Promise<ReadonlyMap<string, Evaluate>>;
}
