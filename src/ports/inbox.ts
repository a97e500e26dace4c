import type { Plain } from '../domain/kernel/change.ts';
import type { Instant } from '../domain/kernel/time.ts';

/** One thing somebody sent us, stored as it came. `id` is the sender's own key for it. */
export interface Act {
  readonly id: string;
  readonly kind: 'command' | 'action' | 'submission' | 'event';
  readonly body: { readonly [key: string]: Plain };
  readonly receivedAt: Instant;
}

/** What was received and what of it is done: written before the sender is acknowledged. */
export interface Inbox {
  /** False when this id was received before: the sender repeats itself. One insert, nothing slower. */
  put(act: Act): Promise<boolean>;
  /** Claims it for a while; null when it is done, unknown, or in another worker's hands. */
  take(id: string, forMs: number): Promise<Act | null>;
  done(id: string): Promise<void>;
  /** Ids not done and in nobody's hands, oldest first. */
  unfinished(limit: number): Promise<readonly string[]>;
  /** Forgets what was done longer ago than this; returns how many. */
  prune(olderThanMs: number): Promise<number>;
}
