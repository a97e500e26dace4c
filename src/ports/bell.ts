/**
 * `inbox`: an act somebody sent us; `advance`: a deployment; `back`: one that goes back, for workers that do nothing
 * else; `deliver`: a message to bring up to date.
 */
export type BellName = 'inbox' | 'advance' | 'back' | 'deliver';

/** Wakes a worker for a row. Carries the id alone and may be lost: a sweep finds what it forgot. */
export interface Bell {
  ring(bell: BellName, id: string): Promise<void>;
}

/** A bell that also knows how far behind its workers are. */
export interface Doorbell extends Bell {
  /** Rings that nobody has answered yet; 0 also where that cannot be said. */
  unanswered(bell: BellName): Promise<number>;
}
