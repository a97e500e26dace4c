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
