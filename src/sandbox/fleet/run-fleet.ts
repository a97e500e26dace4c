import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from '@prometheus-io/client';
import type { Target } from '../../domain/kernel/target.ts';
import type { Log } from '../log.ts';
import { startAdmin } from './admin/start-admin.ts';
import { openFleet } from './fleet.ts';
import { createLaunch, warmCache } from './instances/launch.ts';
import { createFleetMetrics } from './metrics/fleet-metrics.ts';
import { createTrafficMetrics } from './metrics/traffic-metrics.ts';
import { openStateFile } from './state/state-file.ts';
import { type Rates, startTraffic } from './traffic/start-traffic.ts';

export interface RunningFleet {
  readonly adminPort: number;
  readonly proxies: readonly (Target & { readonly port: number })[];
  /** Stops the traffic, drains the proxies, stops every process. */
  stop(): Promise<void>;
}

/** The whole fleet in this process: state, processes, proxies, metrics, admin API, traffic. */
export async function runFleet(options: {
  readonly dataFolder: string;
  readonly rates: Rates;
  readonly pullMs: number;
  readonly log: Log;
}): Promise<RunningFleet> {
  const { dataFolder, rates, pullMs, log } = options;
  const file = openStateFile(dataFolder, log);
  const cacheFolder = join(dataFolder, 'compiled', 'samples');
  if (!existsSync(cacheFolder)) await warmCache(cacheFolder);
  const registry = new Registry();
  const metrics = createTrafficMetrics(registry);
  const fleet = await openFleet({
    file,
    pullMs,
    log,
    launch: createLaunch(cacheFolder),
    served: (target) => (version, status, seconds) =>
      metrics.record(target, version, status, seconds),
    now: () => new Date(),
  });
  createFleetMetrics(registry, {
    slots: () => fleet.state().slots,
    instances: (slot) => fleet.members(slot),
  });
  const admin = await startAdmin(fleet, registry, log);
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
    },
  };
}
