import type { Place } from '../breaker/place.ts';
import { runsTo } from '../breaker/place.ts';
import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { membersOf, placementOf } from '../catalog/find.ts';
import { endersThere } from './who-ends.ts';

/** One place a line goes to. */
export interface Stretch {
  readonly service: Service;
  readonly environment: Environment;
}

/** Every service and environment that the line of a place goes to. */
export function stretchesOf(place: Place, catalog: Catalog): readonly Stretch[] {
  return catalog.environments.flatMap((environment) =>
    catalog.services
      .filter((service) => placementOf(service, environment.name) !== null)
      .filter((service) => runsTo(place, { service: service.name, environment: environment.name }))
      .map((service) => ({ service, environment })),
  );
}

/**
 * Whose approval counts for all that this line goes to, as it is now; where nobody's counts for all of it,
 * everybody's that counts for some of it, so that it is not stopped for good.
 */
export function countsFor(place: Place, catalog: Catalog): readonly string[] {
  const stretches = stretchesOf(place, catalog);
  const byEnvironment = catalog.environments.flatMap((environment) => {
    const services = stretches
      .filter((one) => one.environment.name === environment.name)
      .map(({ service }) => service);
    return services.length === 0 ? [] : [endersThere(services, environment, catalog)];
  });
  const some = [...new Set(byEnvironment.flat())];
  const every = some.filter((id) => byEnvironment.every((people) => people.includes(id)));
  return every.length > 0 ? every : some;
}

/**
 * Who may open a line that is stopped now: whose approval counts there, less the parties. Where that leaves
 * nobody, others who may deploy there; in an organisation of one person there is no second, and it is that one.
 */
export function whoOpens(
  place: Place,
  parties: readonly string[],
  catalog: Catalog,
): readonly string[] {
  const counts = countsFor(place, catalog);
  const others = counts.filter((id) => !parties.includes(id));
  if (others.length > 0) return others;
  const deployers = stretchesOf(place, catalog).flatMap(({ environment }) =>
    environment.deployers.length === 0
      ? catalog.people.map(({ id }) => id)
      : membersOf(catalog, environment.deployers),
  );
  const able = catalog.people.filter(({ accounts }) => accounts.length > 0).map(({ id }) => id);
  const others2 = able.filter((id) => deployers.includes(id) && !parties.includes(id));
  return others2.length > 0 ? others2 : counts;
}
