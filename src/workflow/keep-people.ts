import type { Catalog } from '../domain/catalog/catalog.ts';
import type { KnownPeople } from '../domain/catalog/people-list.ts';
import { goneBy, presentIn } from '../domain/catalog/present.ts';
import { voidLapsed } from '../domain/deployment/lapse.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { People } from '../ports/people.ts';
import type { Records } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

interface Ports {
  readonly people: Pick<People, 'serial' | 'last' | 'all'>;
  /** What the configuration says. */
  readonly catalog: () => Catalog;
  readonly now: () => Instant;
  readonly records: Pick<Records, 'deployments'>;
  readonly store: Pick<Store, 'change'>;
}

export interface PeopleKeeper {
  /** The catalog in force as it counts now. */
  readonly catalog: () => Catalog;
  /** Any catalog as it counts now. */
  over(catalog: Catalog): Catalog;
  /** The lists that were taken, oldest first. */
  lists(): Promise<readonly KnownPeople[]>;
  /** Goes by the last list that was taken: approvals of those who have left no longer count. */
  follow(): Promise<void>;
  /** The same, before each run: who has left decides nothing from the next act on. */
  first<Args extends unknown[], Out>(
    run: (...args: Args) => Promise<Out>,
  ): (...args: Args) => Promise<Out>;
}

/** Any further one is counted anew before it starts, as all are. */
const MOST = 1_000;

/** Lays the last list of people over the configuration, from the moment it was taken. */
export function keepPeople({ people, catalog, now, records, store }: Ports): PeopleKeeper {
  let known: KnownPeople | null = null;
  /** Who had left when what waits was last looked at for it. */
  let looked = '';
  let made: { readonly from: Catalog; readonly by: string; readonly catalog: Catalog } | null =
    null;
  const state = (): string => (known ? `${known.serial} ${goneBy(known, now()).join(' ')}` : '');
  function over(from: Catalog): Catalog {
    if (!known) return from;
    const by = state();
    if (made?.from === from && made.by === by) return made.catalog;
    made = { from, by, catalog: presentIn(from, known, now()) };
    return made.catalog;
  }
  async function follow(): Promise<void> {
    if ((await people.serial()) !== (known?.serial ?? 0)) known = await people.last();
    const stands = state();
    if (stands === looked) return;
    looked = stands;
    const waiting = await records.deployments({ statuses: ['pending'], limit: MOST });
    for (const { id, service, environment } of waiting.filter((d) => d.approvals.length > 0)) {
      await store.change({ target: { service, environment }, deployment: id }, (held) =>
        held.deployment?.status === 'pending'
          ? voidLapsed(held.deployment, over(catalog()), held.now)
          : null,
      );
    }
  }
  return {
    catalog: () => over(catalog()),
    over,
    lists: people.all,
    follow,
    first:
      (run) =>
      async (...args) => {
        await follow();
        return run(...args);
      },
  };
}
