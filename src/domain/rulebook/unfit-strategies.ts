import type { Catalog, ProviderTarget } from '../catalog/catalog.ts';
import { findEnvironment } from '../catalog/find.ts';
import { unfit } from '../strategies/by-need.ts';
import type { Topology } from '../strategies/fits.ts';
import type { Finding } from './finding.ts';

/** What is known of a placement at a provider; null where nothing is. */
export type Survey = (provider: string, placement: ProviderTarget) => Topology | null;

/** Services whose own strategy would be refused where they run, with those that would not. */
export function unfitStrategies(catalog: Catalog, survey: Survey): readonly Finding[] {
  return catalog.services.flatMap(({ name, environments }) =>
    Object.entries(environments).flatMap(
      ([environment, { strategy, picked, target }]): Finding[] => {
        const place = findEnvironment(catalog, environment);
        const room = survey(place?.provider ?? '', target);
        const measured = room?.measured || place?.signals !== undefined;
        const found = room && unfit({ strategy, ...(picked && { picked }) }, { ...room, measured });
        if (!found) return [];
        const what = `its strategy ${strategy.kind} does not fit ${environment}: ${found.why}`;
        const example = `a deployment to ${environment} is refused; ${found.fitting.join(' or ') || 'nothing'} would fit`;
        return [{ about: `service ${name}`, what, example }];
      },
    ),
  );
}
