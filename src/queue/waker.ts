import type { Doorbell } from '../ports/bell.ts';
import type { Log } from '../ports/log.ts';
import type { QueueConnection } from './connection.ts';

/**
 * A bell on a queue. A ring that fails is logged and forgotten: whoever rings has already recorded
 * what it is about, and the sweep finds that.
 */
export function createBell(queue: QueueConnection, log: Log): Doorbell {
  return {
    async ring(bell, id) {
      try {
        await queue.add(bell, id);
      } catch (error) {
        log.warn({ bell, id, error: String(error) }, 'bell not rung, left to the sweep');
      }
    },
    unanswered: (bell) => queue.waiting(bell).catch(() => 0),
  };
}
