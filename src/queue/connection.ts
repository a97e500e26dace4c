import type { BellName } from '../ports/bell.ts';

/** Where bells hang: all that Fairway uses of a queue. One per process, shared by its bell and workers. */
export interface QueueConnection {
  /** @throws when the queue cannot take it, soon: a command waits for this. */
  add(bell: BellName, id: string): Promise<void>;
  /** How many were added and not yet taken up. @throws when the queue cannot say. */
  waiting(bell: BellName): Promise<number>;
  /** Runs `run` for each id added, here or elsewhere; `run` never throws. */
  work(
    bell: BellName,
    run: (id: unknown) => Promise<void>,
    concurrency: number,
  ): { close(): Promise<void> };
  /** To be called when every worker is closed. */
  close(): Promise<void>;
}
