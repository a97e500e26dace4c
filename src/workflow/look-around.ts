import type { Catalog } from '../domain/catalog/catalog.ts';
import { findService, placementOf } from '../domain/catalog/find.ts';
import { isTold, look, type Sighting } from '../domain/deployment/sighting.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Log } from '../ports/log.ts';
import type { Provider } from '../ports/provider.ts';
import type { Records } from '../ports/records.ts';
import type { Sightings } from '../ports/sightings.ts';
import type { Store } from '../ports/store.ts';
import { type ConfirmAlerts, createConfirmAlerts } from './confirm-alerts.ts';
import { type WatchBurn, watchBurn } from './watch-burn.ts';

/** Looks begun in one turn; they are made side by side. */
const MOST = 8;
const MOST_TOLD = 50;
/** So far back what failed may have left something; one that succeeded is nearly always the newest. */
const BACK = 20;
const OVER = ['succeeded', 'failed', 'cancelled'] as const;

export interface LookAround extends WatchBurn, ConfirmAlerts {
  readonly catalog: () => Catalog;
  readonly provider: (target: Target) => Provider;
  readonly records: Pick<Records, 'deployments' | 'sighting'> &
    WatchBurn['records'] &
    ConfirmAlerts['records'];
  readonly sightings: Sightings;
  readonly store: Pick<Store, 'change' | 'nextId'>;
  readonly say: (sighting: Sighting) => Promise<void>;
  readonly log: Log;
}

/**
 * Looks whether what serves is what a deployment put there, and runs as it did then, and tells what is not. Every
 * process that can reach the providers does this; each look is made by one of them.
 */
export function createLookAround(ports: LookAround): () => Promise<void> {
  let known: Catalog | null = null;
  const confirmAlerts = createConfirmAlerts(ports);
  return async () => {
    await watchBurn(ports);
    await confirmAlerts();
    const catalog = ports.catalog();
    if (known !== catalog) await ports.sightings.know(targetsOf(catalog));
    known = catalog;
    const claimed = await ports.sightings.claim(pacesOf(catalog), MOST);
    await Promise.all(claimed.map((target) => lookAt(ports, catalog, target)));
    await tell(ports);
  };
}

async function lookAt(ports: LookAround, catalog: Catalog, target: Target): Promise<void> {
  const service = findService(catalog, target.service);
  const placement = service && placementOf(service, target.environment);
  if (!placement) return;
  const { records, store, log } = ports;
  const { name, deployer } = ports.provider(target);
  try {
    const { live } = await deployer.observe(target, placement.target);
    const serves = live
      .filter(({ percent }) => percent > 0)
      .toSorted((a, b) => b.percent - a.percent)
      .map(({ version, digest, config }) => ({ version, digest, config }));
    const before = await records.sighting(target);
    const newest = await records.deployments({ ...target, statuses: OVER, limit: BACK });
    const started = newest.filter(({ startedAt }) => startedAt !== null);
    const last = started.findIndex(({ status }) => status === 'succeeded');
    const ended = last === -1 ? started : started.slice(0, last + 1);
    await store.change({ target }, ({ running, now }) =>
      look(before, { ...target, serves, ended, busy: running !== null }, now),
    );
  } catch (error) {
    log.warn({ ...target, provider: name, error: String(error) }, 'what serves was not seen');
  }
}

/** Told before it is noted, so that a process that dies in between leaves it to the next. */
async function tell({ sightings, say, log }: LookAround): Promise<void> {
  for (const one of await sightings.untold(MOST_TOLD)) {
    if (isTold(one)) await say(one);
    await sightings.told(one);
    const { service, environment, state, found } = one;
    const versions = found.map(({ version }) => version).join(', ');
    if (state === 'open')
      log.warn({ service, environment, versions }, 'no deployment put this there');
  }
}

function targetsOf({ services }: Catalog): readonly Target[] {
  return services.flatMap(({ name, environments }) =>
    Object.keys(environments).map((environment) => ({ service: name, environment })),
  );
}

function pacesOf({ environments }: Catalog): ReadonlyMap<string, number> {
  return new Map(
    environments.flatMap(({ name, lookEvery }) => (lookEvery == null ? [] : [[name, lookEvery]])),
  );
}
