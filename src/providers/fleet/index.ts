import type { Log } from '../../ports/log.ts';
import type { Provider } from '../../ports/provider.ts';
import { createFleetArtifacts } from './artifacts.ts';
import { createFleetDeployer } from './deployer.ts';
import type { Address } from './exchange.ts';
import { createFleetMetrics } from './metrics.ts';
import { fleetRoom } from './target.ts';

const NAME = 'fleet';
/** Its admin API answers every call within half a second. */
const PATIENCE_MS = 10_000;

/**
 * The sandbox's fleet: real processes behind a weighted proxy, reached over its admin API.
 * @param adminUrl where the admin API is, e.g. `http://127.0.0.1:4711`
 * @param metricsUrl its Prometheus page, e.g. `http://127.0.0.1:4711/metrics`
 */
export function createFleetProvider(options: {
  readonly adminUrl: Address;
  readonly metricsUrl: Address;
  readonly log: Log;
}): Provider {
  return {
    name: NAME,
    patienceMs: PATIENCE_MS,
    topologyAt: fleetRoom,
    deployer: createFleetDeployer(NAME, options.adminUrl, options.log),
    artifacts: createFleetArtifacts(options.adminUrl),
    metrics: createFleetMetrics(options.metricsUrl, options.adminUrl),
  };
}
