import type { Desk } from '../commands/desk.ts';
import type { Door } from './admit.ts';
import type { Answers } from './answer.ts';
import type { Judging } from './is-ours.ts';
import type { Gate } from './limits.ts';

/** What the listeners work with: the desk before the ack, the door for it, answers after it. */
export interface Edge extends Door, Answers, Judging {
  readonly desk: Pick<Desk, 'read' | 'complete'>;
  readonly gate: Gate;
  /** Our own user id in the chat, once it is known. */
  readonly botUser: () => string | null;
}
