import type { Catalog } from '../catalog/catalog.ts';
import { findEnvironment, providerAt } from '../catalog/find.ts';
import type { Finding } from './finding.ts';
import type { Survey } from './unfit-strategies.ts';

/** Rules that undo what an alert speaks of once it is measured, where nothing measures: they only ever hold it. */
export function unconfirmed(catalog: Catalog, survey: Survey): readonly Finding[] {
  return (catalog.alerts ?? []).flatMap(({ name: source, rules, services, environments }) => {
    const blind = catalog.services
      .filter(({ name }) => services?.includes(name) ?? true)
      .flatMap(({ name, environments: placed }) =>
        Object.entries(placed).flatMap(([environment, { target }]) => {
          const place = findEnvironment(catalog, environment);
          const isMeant = environments?.includes(environment) ?? true;
          const isMeasured =
            place?.signals !== undefined ||
            survey(providerAt(catalog, { service: name, environment }), target)?.measured !== false;
          return isMeant && !isMeasured ? [`${name} in ${environment}`] : [];
        }),
      );
    const [first] = blind;
    if (first === undefined) return [];
    return rules
      .filter((rule) => rule.do === 'rollback')
      .map(
        (rule): Finding => ({
          about: `alert source ${source}`,
          what: `its rule ${rule.name} never rolls back ${blind.length === 1 ? first : `${first} and ${blind.length - 1} more`}: nothing measures requests there, and an alert alone undoes nothing`,
          example: `an alert of ${source} about ${first} holds what runs, and people decide`,
        }),
      );
  });
}
