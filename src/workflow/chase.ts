import type { Catalog } from '../domain/catalog/catalog.ts';
import { findEnvironment } from '../domain/catalog/find.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { chase as decide } from '../domain/deployment/review.ts';
import { reviewersOf } from '../domain/deployment/reviewers.ts';
import type { Log } from '../ports/log.ts';
import type { Records } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

const MOST = 50;

export interface Chase {
  readonly records: Pick<Records, 'reviews' | 'now'>;
  readonly store: Pick<Store, 'change'>;
  readonly catalog: () => Catalog;
  readonly log: Log;
}

/**
 * Asks for every review whose time has come. What is over has no wake-up, so the reviews themselves say
 * when; asking and setting the next time are one change, so two processes ask once.
 */
export async function chase(ports: Chase): Promise<number> {
  const due = await ports.records.reviews(await ports.records.now(), MOST);
  for (const d of due) await chaseOne(ports, d);
  return due.length;
}

async function chaseOne({ store, catalog, log }: Chase, { id, ...target }: Deployment) {
  const zone = findEnvironment(catalog(), target.environment)?.zone ?? 'UTC';
  const asked = await store.change({ target, deployment: id }, ({ deployment: d, now }) =>
    d ? decide(d, reviewersOf(d, catalog()), zone, now) : null,
  );
  if (asked.kind === 'recorded') log.info({ deployment: id }, 'a review was asked for');
}
