/**
 * Documents in the chat that somebody asked for, by the act of the inbox that asked. Begun is recorded before
 * anything is made, so that one asking never makes two.
 */
export interface Documents {
  /** False when it was begun before. */
  begin(act: string): Promise<boolean>;
  /** Where it is; null when it was begun and that is not known. */
  find(act: string): Promise<string | null>;
  made(act: string, address: string): Promise<void>;
  /** Nothing was made, for sure: it may be begun again. */
  drop(act: string): Promise<void>;
}
