import type { Catalog } from '../catalog/catalog.ts';
import { pathOf } from '../catalog/find.ts';
import { covers } from '../governance/window.ts';
import { canonicalText } from '../kernel/canonical.ts';
import type { Finding } from './finding.ts';

/** What a provider fills in by itself, so that the same words mean two places. */
const FILLED_IN = '{environment}';

/**
 * The same place by another name: what a service is there is the same in two environments, word for word, and a
 * blackout, a release window or a calendar speaks of one of them alone. By way of the other it is changed in the middle of it.
 */
export function otherName(catalog: Catalog): readonly Finding[] {
  const closings = [
    ...catalog.blackouts.map((one) => ({ kind: 'blackout', one })),
    ...catalog.windows.map((one) => ({ kind: 'release window', one })),
    ...(catalog.feeds ?? []).map((one) => ({ kind: 'calendar', one })),
  ];
  return catalog.services.flatMap((service) => {
    const places = pathOf(catalog, service).map((environment) => ({
      environment,
      text: canonicalText(service.environments[environment.name]?.target ?? {}),
    }));
    return closings.flatMap(({ kind, one }): Finding[] => {
      const held = (environment: string): boolean =>
        covers(one, { service: service.name, environment });
      for (const { environment, text } of places) {
        if (!held(environment.name) || text === '{}' || text.includes(FILLED_IN)) continue;
        const twin = places.find(
          (other) =>
            other.text === text &&
            other.environment.provider === environment.provider &&
            !held(other.environment.name),
        );
        if (!twin) continue;
        const way = twin.environment.name;
        return [
          {
            about: `${kind} ${one.name}`,
            what: 'there is a path around it',
            example: `${service.name} has the same target in ${way} as in ${environment.name}, so /deploy ${service.name} to ${way} changes it in the middle of "${one.name}", which does not speak of ${way}`,
          },
        ];
      }
      return [];
    });
  });
}
