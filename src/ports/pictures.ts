import type { Instant } from '../domain/kernel/time.ts';

/** A picture that the chat keeps, under its own name for it. */
export interface KeptPicture {
  readonly file: string;
  readonly at: Instant;
}

/**
 * Which pictures were given to the chat, by what they show: nothing is uploaded twice, and a retry shows
 * the one that is there. Bookkeeping; what is forgotten is uploaded once more.
 */
export interface Pictures {
  find(key: string): Promise<KeptPicture | null>;
  /** Keeps it for some weeks. Of two that were uploaded at once the first stays, and is the answer. */
  keep(key: string, file: string): Promise<KeptPicture>;
  /** The chat has it no more. */
  forget(file: string): Promise<void>;
}
