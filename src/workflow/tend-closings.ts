import type { Catalog } from '../domain/catalog/catalog.ts';
import { isStill, meetStill } from '../domain/deployment/closing-on-still.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { takenBackBy } from '../domain/deployment/in-flight.ts';
import { closedByHand } from '../domain/governance/ad-hoc-blackout.ts';
import { closingsAfter, closingsAt } from '../domain/governance/closing.ts';
import type { Closed } from '../domain/governance/window.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Log } from '../ports/log.ts';
import type { Records } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

/** More than wait or are held at once anywhere. */
const MOST = 500;

export interface TendClosings {
  readonly records: Pick<Records, 'deployments' | 'closures' | 'blackouts' | 'now'>;
  readonly store: Pick<Store, 'change' | 'nextId'>;
  readonly catalog: () => Catalog;
  readonly log: Log;
}

/**
 * Tells those who hold something, or wait to start it, that its place closes soon, and takes back what is held there
 * when a rule says so. What closes cannot be read: nothing is done, and it is looked at again the next time.
 */
export async function tendClosings(ports: TendClosings): Promise<void> {
  const { records, catalog, log } = ports;
  const all = await records.deployments({ statuses: ['pending', 'running'], limit: MOST });
  const now = await records.now();
  const still = all.filter((d) => isStill(d, now));
  if (still.length === 0) return;
  const [closures, byHand] = await Promise.all([
    records.closures(catalog()),
    records.blackouts(null),
  ]);
  const closingsOf = (d: Deployment, at: Instant): readonly Closed[] => [
    ...closingsAt(closures, d, at),
    ...byHand.flatMap((one) => closedByHand(one, d, at) ?? []),
    ...closingsAfter(closures, d, at),
  ];
  for (const d of still) {
    await tendOne(ports, d, closingsOf(d, now), now).catch((error: unknown) => {
      log.warn({ deployment: d.id, error: String(error) }, 'what closes was not told');
    });
  }
}

async function tendOne(
  { store, log }: TendClosings,
  d: Deployment,
  closings: readonly Closed[],
  now: Instant,
): Promise<void> {
  const id = takenBackBy(d, closings, now) ? await store.nextId() : null;
  if (meetStill(d, closings, id, now) === null) return;
  const met = await store.change({ target: d, deployment: d.id }, (seen) =>
    seen.deployment ? meetStill(seen.deployment, closings, id, seen.now) : null,
  );
  if (met.kind === 'recorded')
    log.info({ deployment: d.id }, 'its place closes, and it stands still');
}
