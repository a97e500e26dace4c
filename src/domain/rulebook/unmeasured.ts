import type { Catalog } from '../catalog/catalog.ts';
import { findEnvironment } from '../catalog/find.ts';
import type { Finding } from './finding.ts';

/** Gauges and numbers of success that a service names and nobody measures where it runs: never a pass. */
export function unmeasured(catalog: Catalog): readonly Finding[] {
  return catalog.services.flatMap(({ name, environments }) =>
    Object.entries(environments).flatMap(([environment, { criteria }]): readonly Finding[] => {
      const known = findEnvironment(catalog, environment)?.signals?.queries ?? {};
      const asked = [
        ...Object.keys(criteria.gauges ?? {}).map((one) => [`criteria.gauges`, one] as const),
        ...Object.keys(criteria.success?.metrics ?? {}).map(
          (one) => ['criteria.success.metrics', one] as const,
        ),
      ];
      return asked
        .filter(([, one]) => !Object.hasOwn(known, one))
        .map(([where, one]) => {
          const names = Object.keys(known);
          const there = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
          return {
            about: `service ${name}`,
            what: `${where} names "${one}", and environments.${environment}.signals.queries has no query of that name: ${there}`,
            example: `a deployment of ${name} to ${environment} never has enough data, and people are asked`,
          };
        });
    }),
  );
}
