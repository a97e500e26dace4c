import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { membersOf, placementOf } from '../catalog/find.ts';
import { askedThere } from './slots.ts';

/**
 * Who may open again what somebody closed by a command: everybody whose approval could count for every one
 * of these services there that asks for any; where nobody's could, everybody whose could for one of them, so
 * that it is not shut for good; and where no rule asks at all, whoever may deploy there.
 */
export function endersThere(
  services: readonly Service[],
  environment: Environment,
  catalog: Catalog,
): readonly string[] {
  const there = services.filter((service) => placementOf(service, environment.name) !== null);
  const asked = there
    .map((service) => askedThere({ service, environment }, catalog).flatMap((rule) => rule.people))
    .filter((people) => people.length > 0);
  const able = catalog.people.filter(({ accounts }) => accounts.length > 0).map(({ id }) => id);
  const some = [...new Set(asked.flat())].filter((id) => able.includes(id));
  const every = some.filter((id) => asked.every((people) => people.includes(id)));
  if (some.length > 0) return every.length > 0 ? every : some;
  const { deployers } = environment;
  return deployers.length === 0
    ? able
    : membersOf(catalog, deployers).filter((id) => able.includes(id));
}
