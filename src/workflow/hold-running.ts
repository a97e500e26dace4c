import type { Catalog } from '../domain/catalog/catalog.ts';
import { findService, membersOf } from '../domain/catalog/find.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { holdForStop } from '../domain/deployment/hold.ts';
import type { Records } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

const MOST = 500;

export interface HoldRunning {
  readonly records: Pick<Records, 'deployments'>;
  readonly store: Pick<Store, 'change'>;
  readonly catalog: () => Catalog;
}

/**
 * Holds every running deployment of these where it is and asks its owners; doing it twice changes nothing. `why` may be
 * said of each in words of its own.
 */
export async function holdRunning(
  { records, store, catalog }: HoldRunning,
  isMeant: (d: Deployment) => boolean,
  why: string | ((d: Deployment) => string),
  cause?: string,
): Promise<number> {
  const running = await records.deployments({ statuses: ['running'], limit: MOST });
  let held = 0;
  for (const one of running.filter(isMeant)) {
    const asks = ownersOf(catalog(), one);
    const words = typeof why === 'string' ? why : why(one);
    const said = { why: words, ...(cause === undefined ? {} : { cause }) };
    const recorded = await store.change({ target: one, deployment: one.id }, (seen) =>
      seen.deployment ? holdForStop(seen.deployment, said, asks, seen.now) : null,
    );
    if (recorded.kind === 'recorded') held += 1;
  }
  return held;
}

/** Who is asked when people must decide: the owners, or the one who asked for it. */
export function ownersOf(catalog: Catalog, d: Deployment): readonly string[] {
  const service = findService(catalog, d.service);
  const owners = service ? membersOf(catalog, service.owners) : [];
  return owners.length > 0 ? owners : [d.requestedBy];
}
