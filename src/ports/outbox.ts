import type { Event } from './event.ts';

/** Events that were recorded with their change and not yet told to everybody. */
export interface Outbox {
  /**
   * Hands the oldest untold events to `tell`, one by one, and marks those it returns from. One caller
   * at a time over all processes; another gets 0. Returns how many were told.
   */
  drain(limit: number, tell: (event: Event) => Promise<void>): Promise<number>;
}
