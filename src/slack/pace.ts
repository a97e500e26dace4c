import type { Delivery } from '../ports/messages.ts';
import { createBuckets } from './bucket.ts';
import { CHANNEL_RATE, METHOD_RATES, type Method, UPDATE_EVERY_MS } from './limits.ts';
import { createLine, type Line } from './line.ts';

type Post = Pick<Delivery, 'key' | 'channel' | 'under'>;

/**
 * When the next call may leave, so that Slack rarely has to say 429 and its 429 is obeyed. Whoever has
 * to wait is told when its own turn comes.
 */
export interface Pace {
  /** Milliseconds to wait before a post into its channel; 0 when it may leave now. */
  beforePost(d: Post): number;
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
  const inChannels = createLines(CHANNEL_RATE.perSecond, now);
  const posting = createLine(METHOD_RATES['chat.postMessage'].perSecond, now);
  const updating = createLine(METHOD_RATES['chat.update'].perSecond, now);

  /** What has its own place in a channel never stands behind the replies of threads. */
  function inChannel({ key, channel, under }: Post): number {
    const own = inChannels(`${channel} own`);
    const line = under === null ? own : inChannels(`${channel} replies`);
    const first = under === null ? 0 : own.expected();
    if (first > 0) return line.wait(key, (first / CHANNEL_RATE.perSecond) * 1_000);
    return turn(line, key, channels.take(channel));
  }
  return {
    beforePost: (d) => inChannel(d) || turn(posting, d.key, methods['chat.postMessage'].take('')),
    beforeUpdate: (key) => edits.take(key) || turn(updating, key, methods['chat.update'].take('')),
    beforeReading: (method) => methods[method].take(''),
    block: (method, forMs) => methods[method].block('', forMs),
  };
}

function turn(line: Line, key: string, untilNextMs: number): number {
  if (untilNextMs > 0) return line.wait(key, untilNextMs);
  line.leave(key);
  return 0;
}

function createLines(perSecond: number, now: () => number): (name: string) => Line {
  const lines = new Map<string, Line>();
  return (name) => {
    const line = lines.get(name) ?? createLine(perSecond, now);
    lines.set(name, line);
    return line;
  };
}
