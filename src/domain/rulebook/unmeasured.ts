import type { Catalog } from '../catalog/catalog.ts';
import { findEnvironment, providerAt } from '../catalog/find.ts';
import type { Finding } from './finding.ts';
import type { Survey } from './unfit-strategies.ts';

/**
 * Gauges and numbers of success that a service names and nobody measures where it runs, neither the source that
 * the environment names nor, where it names none, its provider: never a pass.
 */
export function unmeasured(catalog: Catalog, survey: Survey = () => null): readonly Finding[] {
  return catalog.services.flatMap(({ name, environments }) =>
    Object.entries(environments).flatMap(([environment, { criteria, target }]): Finding[] => {
      const place = findEnvironment(catalog, environment);
      const own = place?.signals
        ? []
        : (survey(providerAt(catalog, { service: name, environment }), target)?.numbers ?? []);
      const names = [...Object.keys(place?.signals?.queries ?? {}), ...own];
      const asked = [
        ...Object.keys(criteria.gauges ?? {}).map((one) => [`criteria.gauges`, one] as const),
        ...Object.keys(criteria.success?.metrics ?? {}).map(
          (one) => ['criteria.success.metrics', one] as const,
        ),
      ];
      return asked
        .filter(([, one]) => !names.includes(one))
        .map(([where, one]) => {
          const there = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
          const source =
            own.length > 0
              ? `${providerAt(catalog, { service: name, environment })} counts nothing of that name`
              : `environments.${environment}.signals.queries has no query of that name`;
          return {
            about: `service ${name}`,
            what: `${where} names "${one}", and ${source}: ${there}`,
            example: `a deployment of ${name} to ${environment} never has enough data, and people are asked`,
          };
        });
    }),
  );
}
