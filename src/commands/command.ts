import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Deed } from '../domain/deployment/rights.ts';
import type { StepUp } from '../domain/governance/second-factor.ts';
import type { Actor } from '../domain/kernel/actor.ts';
import type { Change } from '../domain/kernel/change.ts';
import { isRefusal, type Refusal } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import type { Held } from '../ports/store.ts';
import { refusalView } from '../projections/refusal.ts';
import type { Form, View } from '../projections/view.ts';
import { complete, type NotYet, type Reading } from './grammar/parse.ts';
import type { Args, Spec } from './grammar/spec.ts';

/**
 * What a person gets back, and only they see it. `typedOnly` answers are left out when a button on a
 * card was pressed, because the card itself shows what happened.
 */
export type Reply =
  | {
      readonly kind: 'said';
      readonly view: View;
      readonly typedOnly: boolean;
      /** The same as a document, where the chat can keep one; `view` is for where it cannot. */
      readonly document?: {
        readonly title: string;
        readonly name: string;
        readonly markdown: string;
        /** A file with this ending instead, of this text; `after` says what to do with it. */
        readonly file?: { readonly ending: string; readonly after: string };
      };
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly view: View }
  | { readonly kind: 'form'; readonly form: Form };

/** The deployment in whose thread something was said. */
export type Thread = Pick<Deployment, 'id' | 'service' | 'environment'>;

/** Where it was asked: the chat's channel, or null from elsewhere. */
export interface Where {
  readonly channel: string | null;
  readonly thread?: Thread | null;
  /** The act of the inbox that carries it, so that a crash between doing and noting does it once. */
  readonly act?: string;
}

export interface Asked extends Where {
  readonly actor: Actor;
  /** The canonical line of what was asked, as a button would carry it. */
  readonly line: string;
}

/** How a verb is called and what it says of itself; `S` is its typed list of arguments. */
interface Declared<S extends Spec> {
  readonly name: string;
  /** The slash command that has it; `/release` where none is named. */
  readonly root: '/deploy' | '/rollback' | '/release';
  readonly aliases: readonly string[];
  readonly says: string;
  readonly example: string;
  readonly args: S;
  readonly notYet?: NotYet;
  /** What it takes, any one of these: help goes by it, and strangers get no further than `look`. */
  readonly needs: readonly Deed[];
  /** Never refused by a rate limit: stopping and going back must always be possible. */
  readonly urgent: boolean;
  /**
   * Why what is asked takes a second factor, where the configuration asks for one; null where it never does.
   * `held`: what it is decided on, null for a version of the configuration; `decided`: what that comes to, left out
   * where nothing is known of it but the line.
   */
  stepUp?(
    values: Reading['values'],
    held: Held | null,
    by: string,
    decided?: Change<unknown, unknown>,
  ): StepUp | null;
  /** Whether what is asked changes nothing, so that the dashboard may ask it; left out: never. */
  shows?(values: Reading['values']): boolean;
  /** The line that is run once this one was done. */
  goesOnWith?(values: Reading['values']): string | null;
}

/** Everything a person can ask is one of these: one file and one line in `verbs.ts`. */
export interface Verb extends Declared<Spec> {
  /** Completes the arguments, or refuses with the usage, and runs. */
  execute(ctx: Context, asked: Asked, reading: Reading): Promise<Reply>;
}

/** Whether an environment with channels of its own is asked for it only from those: what brings something new there. */
export function asksChannel({ needs, urgent }: Pick<Verb, 'needs' | 'urgent'>): boolean {
  return needs.includes('deploy') && !urgent;
}

export function defineVerb<const S extends Spec>(
  verb: Declared<S> & { run(ctx: Context, asked: Asked, args: Args<S>): Promise<Reply> },
): Verb {
  const { run, ...declared } = verb;
  return {
    ...declared,
    async execute(ctx, asked, reading) {
      const args = complete(verb, reading);
      if (!isRefusal(args)) return run(ctx, asked, args);
      return { kind: 'refused', refusal: args, view: refusalView(args) };
    },
  };
}
