import type { Catalog } from '../domain/catalog/catalog.ts';
import { membersOf } from '../domain/catalog/find.ts';
import { peopleOf, tellOver } from '../domain/flaky/quarantine.ts';
import type { Records } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

const MOST = 50;

export interface TendQuarantines {
  readonly records: Pick<Records, 'dueQuarantines' | 'now'>;
  readonly store: Pick<Store, 'change'>;
  readonly catalog: () => Catalog;
}

/**
 * Tells whoever has a test in quarantine that its time is over. The row's revision lets one of several who look write,
 * so it is said once.
 */
export async function tendQuarantines({ records, store, catalog }: TendQuarantines): Promise<void> {
  for (const held of await records.dueQuarantines(await records.now(), MOST)) {
    const people = peopleOf(held.owner, (group) => membersOf(catalog(), [group]));
    await store.change({ target: held }, ({ now }) => tellOver(held, people, now));
  }
}
