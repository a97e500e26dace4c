/** Pictures of pages that the chat has not got yet. Bookkeeping; what is gone is told in words alone. */
export interface PagePictures {
  /** A JPEG; null once it was dropped, or is older than a day. */
  find(key: string): Promise<Uint8Array | null>;
  /** The chat has it. */
  drop(key: string): Promise<void>;
}
