import type { QueueConnection } from '../../queue/connection.ts';

export interface WatchedQueue extends QueueConnection {
  /** Why the last bell was not rung, or null. */
  problem(): string | null;
}

/** Remembers whether ringing works. While it does not, everything is recorded and nothing moves. */
export function watched(queue: QueueConnection): WatchedQueue {
  let problem: string | null = null;
  return {
    ...queue,
    async add(bell, id) {
      try {
        await queue.add(bell, id);
        problem = null;
      } catch (error) {
        problem = `bells are not rung: ${error instanceof Error ? error.message : String(error)}`;
        throw error;
      }
    },
    problem: () => problem,
  };
}
