import type { Doorbell } from '../ports/bell.ts';
import type { Log } from '../ports/log.ts';
import type { QueueConnection } from './connection.ts';

/** The longest wait a timer can have; what sleeps longer is found by the sweep. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * A bell on a queue. A ring that fails is logged and forgotten: whoever rings has already recorded
 * what it is about, and the sweep finds that.
 */
export function createBell(
  queue: QueueConnection,
  log: Log,
): Doorbell & { /** Forgets what was to ring later. */ stop(): void } {
  const waiting = new Map<string, NodeJS.Timeout>();
  const ring: Doorbell['ring'] = async (bell, id) => {
    try {
      await queue.add(bell, id);
    } catch (error) {
      log.warn({ bell, id, error: String(error) }, 'bell not rung, left to the sweep');
    }
  };
  return {
    ring,
    ringIn(bell, id, inMs) {
      const key = `${bell} ${id}`;
      clearTimeout(waiting.get(key));
      waiting.delete(key);
      if (inMs > LONGEST_MS) return false;
      const due = (): void => {
        waiting.delete(key);
        void ring(bell, id);
      };
      waiting.set(key, setTimeout(due, inMs).unref());
      return true;
    },
    unanswered: (bell) => queue.waiting(bell).catch(() => 0),
    stop() {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
