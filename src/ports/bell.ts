/**
 * `inbox`: an act somebody sent us; `advance`: a deployment; `back`: one that goes back, for workers that do nothing
 * else; `deliver`: a message to bring up to date.
 */
export type BellName = 'inbox' | 'advance' | 'back' | 'deliver';

/** Wakes a worker for a row. Carries the id alone and may be lost: a sweep finds what it forgot. */
export interface Bell {
  ring(bell: BellName, id: string): Promise<void>;
}

/** A bell that also rings later, and knows how far behind its workers are. */
export interface Doorbell extends Bell {
  /**
   * Rings after so many milliseconds, unless this process is gone by then; what was to ring later for that row
   * before does not. False where nobody will, and the sweep is waited for.
   */
  ringIn(bell: BellName, id: string, inMs: number): boolean;
  /** Rings that nobody has answered yet; 0 also where that cannot be said. */
  unanswered(bell: BellName): Promise<number>;
}
