import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { instant } from '../../../src/domain/kernel/time.ts';
import { createFleetProvider } from '../../../src/providers/fleet/index.ts';
import { startFleet } from '../../../src/sandbox/fleet/start-fleet.ts';
import { createFakeWorld } from '../../fakes/fake-world.ts';
import { createFakeClock } from '../../stories/fake-clock.ts';
import { ENVIRONMENT, only, organisation } from '../in-process/organisation.ts';
import type { Field } from './stand-off.ts';

const START = instant(Date.UTC(2026, 10, 18, 10));
const SERVICES = { shop: 'rolling', checkout: 'rolling', search: 'rolling' } as const;
const VERSIONS: Readonly<Record<keyof typeof SERVICES, readonly [string, string]>> = {
  shop: ['1.0.0', '1.1.0'],
  checkout: ['1.4.1', '1.4.2'],
  search: ['2.0.0', '2.1.0'],
};
const quiet = { info() {}, warn() {}, error() {} };

/** The real fleet: every place where it runs something is a field of its own, over real HTTP. */
export async function fleetFields(
  pool: Pool,
): Promise<{ readonly fields: readonly Field[]; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-soak-fence-'));
  const fleet = await startFleet({ dataFolder: folder, traffic: 'off', pullMs: 20, log: quiet });
  const { adminUrl, metricsUrl } = fleet;
  const provider = createFleetProvider({ adminUrl, metricsUrl, log: quiet });
  const all = await organisation(SERVICES);
  const names = Object.keys(SERVICES) as (keyof typeof SERVICES)[];
  const fields = [ENVIRONMENT, 'staging'].flatMap((environment) =>
    names.map((service) => ({
      name: `fleet ${service} in ${environment}`,
      target: { service, environment },
      versions: VERSIONS[service],
      catalog: moved(only(all, service, service), environment),
      provider,
      pool,
      clock: createFakeClock(START),
    })),
  );
  return {
    fields,
    async stop() {
      await fleet.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A field in memory, of a service that nobody else has. */
export async function fakeField(pool: Pool, catalog: Catalog, service: string): Promise<Field> {
  const clock = createFakeClock(START);
  const versions = ['1.0.0', '1.1.0'].map((version) => ({ service, version }));
  const { provider } = createFakeWorld({ versions, clock, name: 'fleet' });
  return {
    name: 'fake',
    target: { service, environment: ENVIRONMENT },
    versions: ['1.0.0', '1.1.0'],
    catalog: only(catalog, 'shop', service),
    provider,
    pool,
    clock,
  };
}

/** The organisation with its one environment under another name. */
function moved(catalog: Catalog, environment: string): Catalog {
  const environments = catalog.environments.map((one) => ({ ...one, name: environment }));
  const services = catalog.services.map((one) => {
    const [placement] = Object.values(one.environments);
    return { ...one, environments: placement ? { [environment]: placement } : {} };
  });
  return { ...catalog, environments, services };
}
