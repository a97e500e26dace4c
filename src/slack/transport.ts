import type { Receiver } from '@slack/bolt';
import type { Instant } from '../domain/kernel/time.ts';
import type { Log } from '../ports/log.ts';
import { createHttpReceiver, type HandleSlack } from './receiver.ts';
import { createSocket } from './socket.ts';

/** How Slack reaches us: over HTTP or by Socket Mode. The listeners never know which. */
export interface Transport {
  readonly receiver: Receiver;
  readonly handle: HandleSlack;
  start(): void;
  problem(): string | null;
  stop(): Promise<void>;
}

export function transportOf(options: {
  readonly config: {
    readonly appToken: string | null;
    readonly signingSecrets: readonly string[];
    readonly apiUrl: string | null;
  };
  readonly now: () => Instant;
  readonly log: Log;
}): Transport {
  const { config, now, log } = options;
  if (config.appToken !== null) {
    const socket = createSocket(config.appToken, config.apiUrl, log);
    // Slack sends no requests to an app in Socket Mode: whoever does is somebody else.
    return { ...socket, handle: async () => ({ status: 404, headers: {}, body: '' }) };
  }
  const receiver = createHttpReceiver({ signingSecrets: config.signingSecrets, now, log });
  return {
    receiver,
    handle: receiver.handle,
    start() {},
    problem: () => null,
    stop: async () => void (await receiver.stop()),
  };
}
