import type { MoveKind } from '../elsewhere/move.ts';
import type { Target } from '../kernel/target.ts';
import type { Instant } from '../kernel/time.ts';
import type { Relation } from './topology.ts';

/** `out-of-band`: what serves though no deployment put it there; `configuration`: a version of our own rules. */
export type SuspectKind = OwnKind | ElsewhereKind;
type OwnKind = 'deploy' | 'rollback' | 'out-of-band' | 'configuration';
/** What others changed and told of; `settings` is configuration that is not ours. */
export type ElsewhereKind = Exclude<MoveKind, 'configuration'> | 'settings';

const ELSEWHERE: ReadonlySet<string> = new Set<ElsewhereKind>([
  'flag',
  'migration',
  'settings',
  'infrastructure',
]);

export function isElsewhere(kind: SuspectKind): kind is ElsewhereKind {
  return ELSEWHERE.has(kind);
}

/** What only a change made elsewhere has. */
export interface Elsewhere {
  /** What became of it, in its source's words. */
  readonly says: string;
  readonly link: string | null;
  readonly source: string;
  /** Who can take it back there; null where nobody said. */
  readonly owner: string | null;
}

/** From this moment on so much of the traffic met it. */
export interface Reached {
  readonly at: Instant;
  /** From 0 to 100. */
  readonly percent: number;
}

/** What the judge concluded of it before the trouble, as the ledger has it. */
export interface Judged {
  /** Odds against chance that it is worse; 1 is none, at 100 the judge goes back by itself. */
  readonly evidence: number;
  /** Shown to be as good as what served before. */
  readonly asGood: boolean;
  /** What was worse: errors, slowness; null where nobody can say. */
  readonly worse: Symptom | null;
}

export type Symptom = 'errors' | 'slow';

/** Something that moved before the trouble began, and all that its weight is made of. */
export interface Candidate extends Target {
  /** `D-12`, `C-3`, `E-5`, or `target:shop:production`. */
  readonly subject: string;
  readonly kind: SuspectKind;
  /** Of a change made elsewhere its name. */
  readonly version: string;
  /** Empty where a change was made elsewhere and nobody named who. */
  readonly by: string;
  /** In the order of time; empty where it reached nobody. */
  readonly reached: readonly Reached[];
  /** When it was gone again; null while it serves. */
  readonly goneAt: Instant | null;
  /** To each service that is hurt. */
  readonly relations: readonly Relation[];
  readonly judged: Judged | null;
  /** How the last deployments of its service there went. */
  readonly record: { readonly tried: number; readonly failed: number };
  /** How often changes of its service were found to be the cause where this is hurt, and how often not. */
  readonly learned: { readonly cause: number; readonly notCause: number };
  readonly elsewhere?: Elsewhere;
}

/** What is wrong, as far as it is known. */
export interface Trouble {
  /** When the first alert began. */
  readonly beganAt: Instant;
  readonly symptom: Symptom | null;
}
