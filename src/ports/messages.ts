import type { Plain } from '../domain/kernel/change.ts';
import type { Instant } from '../domain/kernel/time.ts';

/** A chat payload, ready to send: `text` restates everything, `blocks` show it. */
export interface Content {
  readonly text: string;
  readonly blocks: readonly { readonly [key: string]: Plain }[];
}

/** A message as it should be. `revision` orders wishes: a lower one than is stored is ignored. */
export interface Wish {
  readonly key: string;
  readonly channel: string;
  /** The key of the message under which it belongs as a reply, or null for one of its own. */
  readonly under: string | null;
  /** Shown in the channel as well, for a reply that needs a person. */
  readonly broadcast: boolean;
  readonly content: Content;
  readonly revision: number;
}

/** A wish with what became of it. `ts` is the chat's id once posted; `sentRevision` what it shows. */
export interface Delivery extends Wish {
  readonly ts: string | null;
  readonly sentRevision: number | null;
  /** A post was begun and its answer never came: it may be there. */
  readonly doubtful: boolean;
  /** In whose thread that post was made, as the chat names it; null in none. */
  readonly begunUnder: string | null;
  readonly parked: string | null;
  /** Parked only until people mend what is in its way: it is tried again now and then. */
  readonly mendable: boolean;
  readonly attempts: number;
  /** In which trace it was last wished for; null outside of any. */
  readonly trace: string | null;
}

/** One row per message; one writer at a time; the latest wish wins. */
export interface Messages {
  want(wish: Wish): Promise<void>;
  /**
   * Claims it when there is something to send and its time has come; null otherwise. For as long as
   * asked, or for seconds where it only is to be edited.
   */
  take(key: string, forMs: number): Promise<Delivery | null>;
  /** Recorded before a first post leaves: from here on a lost answer makes it doubtful. */
  begin(key: string, thread: string | null): Promise<void>;
  sent(key: string, ts: string, revision: number): Promise<void>;
  /** Nothing was sent; try again at this time. Clears doubt when the chat surely refused it. */
  later(key: string, at: Instant, refusedForSure: boolean): Promise<void>;
  /**
   * Shown to people with the reason. With null it is never sent again by itself; otherwise one message
   * of its channel is tried after so long, and the first that gets through brings the others after it.
   * Clears doubt when the chat surely refused it.
   */
  park(key: string, why: string, retryMs: number | null, refusedForSure?: boolean): Promise<void>;
  /** The post `ts` is gone: it is to be posted anew. False when that was done once before. */
  lost(key: string, ts: string): Promise<boolean>;
  find(key: string): Promise<Delivery | null>;
  /** The key of our message that heads this thread, as the chat names both; null when none of ours does. */
  heading(channel: string, ts: string): Promise<string | null>;
  /** The keys of our messages with this id of the chat in one of these channels; one at most, as far as the chat goes. */
  postedAs(ts: string, channels: readonly string[]): Promise<readonly string[]>;
  /** Keys with something to send whose time has come, oldest first; of a channel in trouble only one. */
  due(limit: number): Promise<readonly string[]>;
  parked(limit: number): Promise<readonly Delivery[]>;
}
