import type { Catalog } from '../catalog/catalog.ts';
import { findEnvironment, providerAt } from '../catalog/find.ts';
import { closingOf } from '../verdict/budget.ts';
import type { Finding } from './finding.ts';
import type { Survey } from './unfit-strategies.ts';

/** Objectives where nothing measures requests: no version is undone, and a budget nobody knows closes the place. */
export function unwatched(catalog: Catalog, survey: Survey): readonly Finding[] {
  return catalog.services.flatMap(({ name, environments }) =>
    Object.entries(environments).flatMap(
      ([environment, { objectives = [], target }]): Finding[] => {
        const place = findEnvironment(catalog, environment);
        const isMeasured =
          place?.signals !== undefined ||
          survey(providerAt(catalog, { service: name, environment }), target)?.measured !== false;
        if (objectives.length === 0 || isMeasured) return [];
        const closes = closingOf({ objectives }).length > 0;
        return [
          {
            about: `service ${name}`,
            what: `its objective in ${environment} is never measured: ${providerAt(catalog, { service: name, environment })} measures no requests, and environments.${environment}.signals names no source that does`,
            example: closes
              ? `a deployment to ${environment} waits for ever, since a budget that is not known closes it (whenSpent: open would not)`
              : `a version that fails every request in ${environment} is not rolled back`,
          },
        ];
      },
    ),
  );
}
