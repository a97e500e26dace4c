import type { Catalog } from '../catalog/catalog.ts';
import { findPerson, membersOf } from '../catalog/find.ts';
import type { Train } from '../governance/train.ts';

/** Who drives a train by the configuration: a person, or everybody of a group. */
export function driversOf(catalog: Catalog, { driver }: Pick<Train, 'driver'>): readonly string[] {
  if (driver === undefined) return [];
  return findPerson(catalog, driver) ? [driver] : membersOf(catalog, [driver]);
}
