import { Agent, request } from 'node:http';

/** Requests a second, by service. */
export type Rates = { readonly [service: string]: number };

/**
 * Where there is a canary, enough for 40 % of it to be its hundred requests in 12 s; of the shop, enough to show within
 * its judge's time that a version is as good. Little enough for two cores.
 */
export const USUAL_RATES: Rates = { shop: 40, checkout: 10, search: 25, billing: 2 };

export interface Traffic {
  stop(): void;
}

const TICK_MS = 20;
const MOST_IN_FLIGHT = 200;

/**
 * Steady open-loop traffic: requests leave on schedule whether or not earlier ones were answered, as
 * users do, so a slow version does not hide its slowness. Beyond 200 in flight a service's requests are
 * dropped, which keeps a dead machine from dying twice.
 */
export function startTraffic(
  routes: readonly { readonly port: number; readonly perSecond: number }[],
): Traffic {
  const timers = routes.filter(({ perSecond }) => perSecond > 0).map(startOne);
  return {
    stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

function startOne({ port, perSecond }: { readonly port: number; readonly perSecond: number }) {
  const agent = new Agent({ keepAlive: true });
  const from = performance.now();
  let due = 0;
  let inFlight = 0;
  return setInterval(() => {
    const byNow = Math.floor(((performance.now() - from) * perSecond) / 1_000);
    for (; due < byNow; due += 1) {
      if (inFlight >= MOST_IN_FLIGHT) continue;
      inFlight += 1;
      const one = request({ host: '127.0.0.1', port, path: '/', agent });
      one.once('response', (response) => response.resume());
      one.once('error', () => {}); // the proxy has measured it
      one.once('close', () => {
        inFlight -= 1;
      });
      one.end();
    }
  }, TICK_MS);
}
