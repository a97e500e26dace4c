import type { Log } from '../../../ports/log.ts';
import type { Change } from './state.ts';

export interface Changes {
  announce(change: Change): void;
  onChange(listener: (change: Change) => void): () => void;
}

/** Tells listeners at once, in order; one that throws is logged and the others still hear. */
export function createChanges(log: Log): Changes {
  const listeners = new Set<(change: Change) => void>();
  return {
    announce(change) {
      for (const listener of listeners) {
        try {
          listener(change);
        } catch (error) {
          log.error({ error }, 'a listener of the local Slack failed');
        }
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
