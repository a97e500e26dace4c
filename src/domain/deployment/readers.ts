import type { Catalog, Service } from '../catalog/catalog.ts';
import { findEnvironment, membersOf } from '../catalog/find.ts';
import type { Actor } from '../kernel/actor.ts';
import { glassGroups } from './glass-for.ts';
import { seatsFor } from './seats-for.ts';
import { askedThere } from './slots.ts';

/**
 * Whether this person may look at a service: everybody, where it names no readers; else those, its owners, auditors,
 * and whoever may do or decide something about it by a group of theirs.
 */
export function mayRead(actor: Actor, service: Service, catalog: Catalog): boolean {
  const { readers = [], owners } = service;
  if (readers.length === 0) return true;
  const places = Object.keys(service.environments).flatMap((name) => {
    const environment = findEnvironment(catalog, name);
    return environment ? [{ service, environment }] : [];
  });
  const acting = places.flatMap((where) => [
    ...where.environment.deployers,
    ...seatsFor(where, catalog),
  ]);
  const settling = catalog.locks?.arbiters ?? [];
  const groups = [...readers, ...owners, ...(catalog.auditors ?? []), ...settling, ...acting];
  if (actor.groups.some((group) => groups.includes(group))) return true;
  const asked = places
    .flatMap((where) => askedThere(where, catalog))
    .flatMap(({ people, perhaps }) => [...people, ...perhaps]);
  const breaking = membersOf(catalog, glassGroups(service, catalog));
  return actor.id !== null && [...asked, ...breaking].includes(actor.id);
}

/** The services that are nothing to this person. */
export function hiddenFrom(actor: Actor, catalog: Catalog): ReadonlySet<string> {
  return new Set(
    catalog.services.flatMap((one) => (mayRead(actor, one, catalog) ? [] : [one.name])),
  );
}
