import type { Catalog, Environment } from '../catalog/catalog.ts';
import { hasAccount, membersOf } from '../catalog/find.ts';

/** Who could ask for a deployment there: whoever may deploy, and has an account to do it from. */
export function askersOf(catalog: Catalog, { deployers }: Environment): readonly string[] {
  const may =
    deployers.length === 0 ? catalog.people.map(({ id }) => id) : membersOf(catalog, deployers);
  return may.filter((id) => hasAccount(catalog, id));
}
