/** Secrets by where they stand: `env:NAME` or `file:/path`. Asked each time, so that they can be rotated. */
export interface Secrets {
  /** null where there is none, or an empty one. Never throws. */
  read(ref: string): Promise<string | null>;
}
