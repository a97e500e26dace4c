import type { Catalog, Person } from '../domain/catalog/catalog.ts';
import { groupsOf } from '../domain/catalog/find.ts';
import type { Actor } from '../domain/kernel/actor.ts';

/** Somebody who is told something without having asked for it just now, as far as they may read. */
export function readerOf(catalog: Catalog, { id, name, accounts }: Person): Actor {
  return { id, name, account: accounts[0] ?? '', kind: 'member', groups: groupsOf(catalog, id) };
}
