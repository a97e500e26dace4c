/** Whose pass it is: the account that asked for it in the chat, and the person behind it then. */
export interface Bearer {
  readonly account: string;
  readonly person: string;
}

/**
 * How a browser gets in: a link that is good once and for a short time becomes a session of a few hours.
 * Tokens are 43 characters of base64url, and nothing of theirs but a hash is kept.
 */
export interface Passes {
  /** A new link for this person, good for this long. */
  link(bearer: Bearer, forMs: number): Promise<string>;
  /** Uses a link up: the token of a new session, or null for a link that is used, too old, or none. */
  enter(link: string, forMs: number): Promise<string | null>;
  /** Who has this session; null when it is over or none. */
  bearerOf(session: string): Promise<Bearer | null>;
  /** Ends it; nothing happens where there is none. */
  leave(session: string): Promise<void>;
}
