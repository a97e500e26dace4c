import { createServer } from 'node:http';
import { listenOnLoopback } from '../listen.ts';
import type { Backend } from './backend.ts';
import { forward, refuseWith } from './forward.ts';
import { createWeightedChoice, type Weighted } from './weighted-choice.ts';

/** One request as it ended: the status measured, how long it took, and whether its answer was an order. */
export interface Ending {
  readonly status: number;
  readonly seconds: number;
  readonly ordered: boolean;
}

export type Served = (version: string, ending: Ending) => void;

export interface WeightedProxy {
  readonly port: number;
  route(backends: readonly Weighted<Backend>[]): void;
  /** Takes no new connections, finishes what is in flight (at most `boundMs`), then is gone. */
  close(boundMs: number): Promise<void>;
}

const IDLE_LOOK_MS = 25;

/**
 * A weighted reverse proxy on a free loopback port. There are no retries: a request that falls to a
 * dead backend is a failed request of that version.
 */
export async function startProxy(served: Served): Promise<WeightedProxy> {
  const choice = createWeightedChoice<Backend>();
  const server = createServer((request, response) => {
    const from = performance.now();
    const backend = choice.next();
    if (backend === undefined) {
      refuseWith(response, 503, 'no version of this service gets traffic here');
      served('none', { status: 503, seconds: 0, ordered: false });
      return;
    }
    forward(request, response, backend, (status, ordered) => {
      served(backend.version, { status, seconds: (performance.now() - from) / 1_000, ordered });
    });
  });
  const port = await listenOnLoopback(server);
  return {
    port,
    route: (backends) => choice.set(backends),
    async close(boundMs) {
      const timer = setTimeout(() => server.closeAllConnections(), boundMs);
      // Closing drops what is idle now; a connection whose answer ends later idles on, so look again.
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      clearTimeout(timer);
      clearInterval(idle);
    },
  };
}
