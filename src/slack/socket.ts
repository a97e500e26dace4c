import { SocketModeReceiver } from '@slack/bolt';
import type { Log } from '../ports/log.ts';
import { createBoltLogger } from './bolt-logger.ts';
import { withSlash } from './web-client.ts';

export interface Socket {
  readonly receiver: SocketModeReceiver;
  /** Connects and stays connected; returns at once. */
  start(): void;
  /** Why we are not connected, or null. */
  problem(): string | null;
  stop(): Promise<void>;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

/**
 * Socket Mode that outlives every loss. The library's own reconnecting ends in an unhandled rejection
 * when Slack refuses it (a revoked token, say), so it is off and this loop connects again instead.
 */
export function createSocket(appToken: string, apiUrl: string | null, log: Log): Socket {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: createBoltLogger(log),
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        retryConfig: { retries: 0 },
        timeout: 10_000,
        ...(apiUrl ? { slackApiUrl: withSlash(apiUrl) } : {}),
      },
    },
    // Unacknowledged, Slack sends it again: that is what a failed insert needs.
    processEventErrorHandler: async ({ error }) => {
      log.error({ err: error }, 'a request from Slack was not taken');
      return false;
    },
  });
  const { client } = receiver;
  const stopping = new AbortController();
  let problem: string | null = 'not started';
  let running: Promise<void> | null = null;
  const connect = async (retryMs: number): Promise<number> => {
    try {
      await client.start();
      problem = null;
      const gone = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
      await Promise.race([gone, aborted(stopping.signal)]);
      problem = 'the connection was closed';
      return FIRST_RETRY_MS;
    } catch (error) {
      problem = error instanceof Error ? error.message : 'no connection';
      log.warn({ problem, retryMs }, 'Socket Mode is not connected');
      await pause(retryMs, stopping.signal);
      return Math.min(LAST_RETRY_MS, retryMs * 2);
    }
  };
  const loop = async (): Promise<void> => {
    let retryMs = FIRST_RETRY_MS;
    while (!stopping.signal.aborted) retryMs = await connect(retryMs);
  };
  return {
    receiver,
    start() {
      running ??= loop();
    },
    problem: () => problem,
    async stop() {
      stopping.abort();
      await Promise.race([client.disconnect(), pause(2000, null)]);
      await running;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function pause(ms: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const stop = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal?.addEventListener('abort', stop, { once: true });
  });
}
