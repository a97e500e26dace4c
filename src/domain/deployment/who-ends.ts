import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { membersOf, placementOf } from '../catalog/find.ts';
import { askedThere } from './slots.ts';

/**
 * Who may open again what somebody closed by a command: everybody whose approval could count for any of
 * these services there, or, where no rule asks for one, whoever may deploy there.
 */
export function endersThere(
  services: readonly Service[],
  environment: Environment,
  catalog: Catalog,
): readonly string[] {
  const there = services.filter((service) => placementOf(service, environment.name) !== null);
  const asked = there.flatMap((service) => askedThere({ service, environment }, catalog));
  const able = catalog.people.filter(({ accounts }) => accounts.length > 0).map(({ id }) => id);
  const approvers = asked.flatMap(({ people }) => people).filter((id) => able.includes(id));
  if (approvers.length > 0) return [...new Set(approvers)];
  const { deployers } = environment;
  return deployers.length === 0
    ? able
    : membersOf(catalog, deployers).filter((id) => able.includes(id));
}
