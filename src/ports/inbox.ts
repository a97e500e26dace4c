import type { Plain } from '../domain/kernel/change.ts';
import type { Instant } from '../domain/kernel/time.ts';

/** One thing somebody sent us, stored as it came. `id` is the sender's own key for it. */
export interface Act {
  readonly id: string;
  /** `alert`, `version`, `ticket`, `change`, `tests`: from a machine, by way of a webhook; the others from the chat. */
  readonly kind:
    | 'command'
    | 'action'
    | 'submission'
    | 'event'
    | 'alert'
    | 'version'
    | 'ticket'
    | 'change'
    | 'tests';
  readonly body: { readonly [key: string]: Plain };
  readonly receivedAt: Instant;
}

/** `turn` says before whom it is worked off, in ms; where it is missing, by when it came. */
export type Received = Act & { readonly turn?: number };

/** What was received and what of it is done: written before the sender is acknowledged. */
export interface Inbox {
  /** False when this id was received before: the sender repeats itself. One insert, nothing slower. */
  put(act: Received): Promise<boolean>;
  /** Claims for a while the one whose turn it is; null when none is left that is in nobody's hands. */
  take(forMs: number): Promise<Act | null>;
  /** Gives a claimed one back, not to be taken for so long. */
  putOff(id: string, forMs: number): Promise<void>;
  done(id: string): Promise<void>;
  /** Ids not done and in nobody's hands, in the order of their turns. */
  unfinished(limit: number): Promise<readonly string[]>;
  /** Forgets what was done longer ago than this; returns how many. */
  prune(olderThanMs: number): Promise<number>;
}
