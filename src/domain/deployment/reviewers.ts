import type { Catalog } from '../catalog/catalog.ts';
import { findEnvironment, findService, membersOf } from '../catalog/find.ts';
import type { Deployment } from './deployment.ts';

/**
 * Who is asked for the review: the owners who had no part in it, else anybody else who may deploy there.
 * Where nobody is left the owners are asked all the same, so that somebody hears of it.
 */
export function reviewersOf(d: Deployment, catalog: Catalog): readonly string[] {
  const involved = d.review?.involved ?? [];
  const owners = membersOf(catalog, findService(catalog, d.service)?.owners ?? []);
  const groups = findEnvironment(catalog, d.environment)?.deployers ?? [];
  const deployers =
    groups.length > 0 ? membersOf(catalog, groups) : catalog.people.map((p) => p.id);
  const free = [owners, deployers].map((all) => all.filter((p) => !involved.includes(p)));
  const asked = free.find((some) => some.length > 0) ?? owners;
  return asked.length > 0 ? asked : [d.requestedBy];
}
