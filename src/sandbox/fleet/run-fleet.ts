import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from '@prometheus-io/client';
import type { Target } from '../../domain/kernel/target.ts';
import type { Log } from '../log.ts';
import { startAdmin } from './admin/start-admin.ts';
import { openFleet } from './fleet.ts';
import { createHistory } from './history/history.ts';
import { openHistoryFile } from './history/history-file.ts';
import { createLaunch, warmCache } from './instances/launch.ts';
import { createFleetMetrics } from './metrics/fleet-metrics.ts';
import { BUCKETS, createTrafficMetrics } from './metrics/traffic-metrics.ts';
import { openKeptImages } from './registry/kept.ts';
import { openStateFile } from './state/state-file.ts';
import { type Rates, startTraffic } from './traffic/start-traffic.ts';

export interface RunningFleet {
  readonly adminPort: number;
  readonly proxies: readonly (Target & { readonly port: number })[];
  /** Stops the traffic, drains the proxies, stops every process. */
  stop(): Promise<void>;
}

const HISTORY_MS = 1_000;
/** The same to the twelfth digit, so that 0.00162 s is 1.62 ms and not a hair more. */
const EDGES_MS = BUCKETS.map((seconds) => Number((seconds * 1_000).toPrecision(12)));

/** The whole fleet in this process: state, processes, proxies, metrics and their history, admin API, traffic. */
export async function runFleet(options: {
  readonly dataFolder: string;
  readonly rates: Rates;
  readonly pullMs: number;
  readonly log: Log;
}): Promise<RunningFleet> {
  const { dataFolder, rates, pullMs, log } = options;
  const file = openStateFile(dataFolder, log);
  const images = openKeptImages(dataFolder);
  const cacheFolder = join(dataFolder, 'compiled', 'samples');
  if (!existsSync(cacheFolder)) await warmCache(cacheFolder);
  const registry = new Registry();
  const metrics = createTrafficMetrics(registry);
  const fleet = await openFleet({
    file,
    pullMs,
    log,
    launch: createLaunch(cacheFolder, images),
    images,
    served: (target) => (version, ending) => {
      metrics.record(target, version, ending);
      history.record(target, version, ending);
    },
    now: () => new Date(),
  });
  // Only now, for nobody knows the proxies yet: while the fleet was away nothing was measured.
  const history = createHistory(openHistoryFile(dataFolder, EDGES_MS, log), EDGES_MS, Date.now);
  const counting = setInterval(history.settle, HISTORY_MS);
  createFleetMetrics(registry, {
    slots: () => fleet.state().slots,
    instances: (slot) => fleet.members(slot),
  });
  const admin = await startAdmin({ fleet, history }, registry, log);
  const proxies = fleet.proxies();
  const production = proxies.filter(({ environment }) => environment === 'production');
  const traffic = startTraffic(
    production.map(({ service, port }) => ({ port, perSecond: rates[service] ?? 0 })),
  );
  return {
    adminPort: admin.port,
    proxies,
    async stop() {
      traffic.stop();
      await admin.close();
      await fleet.stop();
      clearInterval(counting);
      history.settle();
    },
  };
}
