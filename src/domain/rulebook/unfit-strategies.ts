import type { Catalog, ProviderTarget } from '../catalog/catalog.ts';
import { findEnvironment, providerAt } from '../catalog/find.ts';
import { unfit } from '../strategies/by-need.ts';
import { type Misfit, type Topology, withReplicas } from '../strategies/fits.ts';
import type { Finding } from './finding.ts';

/** What is known of a placement at a provider; null where nothing is. */
export type Survey = (provider: string, placement: ProviderTarget) => Topology | null;

/** Services whose own strategy would be refused where they run, with those that would not. */
export function unfitStrategies(catalog: Catalog, survey: Survey): readonly Finding[] {
  return catalog.services.flatMap(({ name, environments }) =>
    Object.entries(environments).flatMap(([environment, placement]): Finding[] => {
      const { strategy, picked, target } = placement;
      const place = findEnvironment(catalog, environment);
      const room = survey(providerAt(catalog, { service: name, environment }), target);
      if (!room) return [];
      const measured = room.measured || place?.signals !== undefined;
      const at = withReplicas({ ...room, measured }, placement);
      const found = unfit({ strategy, ...(picked && { picked }) }, at);
      if (!found) return [];
      const what = `its strategy ${strategy.kind} does not fit ${environment}: ${found.why}`;
      const example = `a deployment to ${environment} is refused; ${sayFitting(found)} would fit`;
      return [{ about: `service ${name}`, what, example }];
    }),
  );
}

function sayFitting({ instead, fitting }: Misfit): string {
  const kinds = fitting.join(' or ');
  if (instead === null) return kinds || 'nothing';
  return kinds === '' ? instead : `${instead}, or ${kinds},`;
}
