import type { Bell } from '../ports/bell.ts';
import type { Log } from '../ports/log.ts';

/** Rings for messages whose time has come; a ring that is lost with the process is the sweep's. */
export function createLater(
  bell: Bell,
  log: Log,
): { readonly ring: (key: string, inMs: number) => void; stop(): void } {
  const waiting = new Map<string, NodeJS.Timeout>();
  const ringNow = async (key: string): Promise<void> => {
    waiting.delete(key);
    try {
      await bell.ring('deliver', key);
    } catch (error) {
      log.warn({ err: error, key }, 'the bell was not rung, the sweep will find the message');
    }
  };
  return {
    ring(key, inMs) {
      clearTimeout(waiting.get(key));
      waiting.set(key, setTimeout(() => void ringNow(key), inMs).unref());
    },
    stop() {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
