import { createBuckets } from './bucket.ts';
import { CHANNEL_RATE, METHOD_RATES, type Method, UPDATE_EVERY_MS } from './limits.ts';

/** When the next call may leave, so that Slack rarely has to say 429 and its 429 is obeyed. */
export interface Pace {
  /** Milliseconds to wait before a post into a channel; 0 when it may leave now. */
  beforePost(channel: string): number;
  /** The same for an edit of one message. */
  beforeUpdate(key: string): number;
  beforeReading(method: Method): number;
  block(method: Method, forMs: number): void;
}

export function createPace(now: () => number): Pace {
  const channels = createBuckets(CHANNEL_RATE, now);
  const edits = createBuckets({ burst: 1, perSecond: 1000 / UPDATE_EVERY_MS }, now);
  const methods = {
    'chat.postMessage': createBuckets(METHOD_RATES['chat.postMessage'], now),
    'chat.update': createBuckets(METHOD_RATES['chat.update'], now),
    'conversations.history': createBuckets(METHOD_RATES['conversations.history'], now),
    'conversations.replies': createBuckets(METHOD_RATES['conversations.replies'], now),
  } satisfies Record<Method, ReturnType<typeof createBuckets>>;
  return {
    beforePost: (channel) => channels.take(channel) || methods['chat.postMessage'].take(''),
    beforeUpdate: (key) => edits.take(key) || methods['chat.update'].take(''),
    beforeReading: (method) => methods[method].take(''),
    block: (method, forMs) => methods[method].block('', forMs),
  };
}
