import type { Actor } from '../domain/kernel/actor.ts';
import type { Form, View } from '../projections/view.ts';
import type { Reply, Where } from './command.ts';
import type { Pointed } from './note-form.ts';

/** What a typed text means, found without asking anybody: quick enough for the time before an ack. */
export type Reading =
  /** `line` is canonical; `urgent` ones are never held back by a rate limit. */
  | { readonly kind: 'line'; readonly line: string; readonly urgent: boolean }
  /** Something is missing that a form can ask for. */
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'refused'; readonly view: View };

export type Completion =
  | { readonly kind: 'line'; readonly line: string }
  /** What is wrong with which answer, by the name of its field. */
  | { readonly kind: 'faults'; readonly faults: Readonly<Record<string, string>> };

/** All that a chat needs of the commands: what they mean, and having them done. */
export interface Desk {
  /** Pure. `command` is the root with its slash, `text` what followed it, already normalised. */
  read(command: string, text: string, where: Where): Reading;
  /** Pure. Completes a form with the answers of a person. */
  complete(
    form: Pick<Form, 'verb' | 'given'>,
    answers: Readonly<Record<string, string>>,
  ): Completion;
  /** Pure. Whether it lets something happen that is not simply stopping: who asks is then looked at anew. */
  decides(line: string): boolean;
  /** Runs a canonical line with the rights of the actor. Throws only weather: then it may be run again. */
  run(line: string, actor: Actor, where: Where): Promise<Reply>;
  /** What to ask somebody who wants a message kept for a retrospective, or why it cannot be. */
  asksAbout(message: Pointed, actor: Actor): Promise<Exclude<Reading, { kind: 'line' }>>;
  /** What somebody sees on their own page. */
  home(actor: Actor): Promise<View>;
}

/** What a page needs of them: answers, and nothing that changes anything. */
export interface Showing {
  /** Pure. Whether this line changes nothing, so that a page may ask it. */
  shows(line: string): boolean;
  /** Answers a line that changes nothing, on a store that takes no change; refuses every other. */
  show(line: string, actor: Actor): Promise<View>;
}
