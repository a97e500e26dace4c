import type { Artifact } from '../artifact/artifact.ts';
import type { Sample } from '../verdict/sequential-judge.ts';
import type { Compared } from '../verdict/success.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Back } from './back.ts';
import type { Memo } from './deployment.ts';
import type { Found } from './found.ts';

/** What a judge, a comparison, a look from outside or one for the way back saw, to be kept with what follows from it. */
interface Seen {
  readonly sample?: Sample | Compared;
  readonly found?: Found;
  readonly back?: Back;
}

/** What a look at the current step found. Only `done` and `failed` are known ends. */
export type StepOutcome =
  | ({
      readonly kind: 'done';
      readonly note: string | null;
      readonly verdict: Verdict | null;
      /** Of the last step: the configuration that what serves from now on was seen to run with. */
      readonly ranWith?: string | undefined;
    } & Seen)
  | ({
      readonly kind: 'running';
      readonly againInMs: number;
      /** What it waits for, for people: `Draining: 41 sessions, 2 minutes left`. */
      readonly says?: string;
      readonly memo: Memo | null;
      readonly verdict: Verdict | null;
    } & Seen)
  | ({
      readonly kind: 'failed';
      readonly code: string;
      readonly why: string;
      readonly retryable: boolean;
      readonly verdict: Verdict | null;
    } & Seen)
  /** The version's name means another digest by now, or something else serves than what it replaces. */
  | { readonly kind: 'moved'; readonly to: Artifact; readonly previous: Artifact | null }
  /** There is no evidence either way; people must decide. */
  | ({
      readonly kind: 'unsure';
      readonly why: string;
      readonly verdict: Verdict | null;
      /** The effect may have happened, and it is asked for again only when a person says so. */
      readonly mayHaveRun?: boolean;
      /** What serves where it was to replace something else: once people let it go on, it replaces this. */
      readonly serves?: Artifact;
      /** What the step must remember while people decide; left out: what it did before. */
      readonly memo?: Memo;
    } & Seen)
  /** No answer: nothing is known about the effect. Asked again with the same key. */
  | { readonly kind: 'silent'; readonly why: string };
