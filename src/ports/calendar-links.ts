/** Links by which a calendar program reads what Fairway closes, opens and plans, with nobody signed in. */
export interface CalendarLinks {
  /** A new token, shown this once; the one they had before opens nothing any more. 43 characters of base64url. */
  make(person: string): Promise<string>;
  /** False when there was none. */
  revoke(person: string): Promise<boolean>;
  /** Whose token this is; null for one that opens nothing. */
  personOf(token: string): Promise<string | null>;
}
