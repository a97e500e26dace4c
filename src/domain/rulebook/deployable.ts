import type { Catalog } from '../catalog/catalog.ts';
import { askersOf } from './askers.ts';
import type { Finding } from './finding.ts';

/** Somebody may deploy to every environment: of the groups it names, one has somebody with an account. */
export function deployable(catalog: Catalog): readonly Finding[] {
  return catalog.environments.flatMap((environment): Finding[] => {
    const { name, deployers } = environment;
    if (askersOf(catalog, environment).length > 0) return [];
    const named = deployers.length === 0 ? 'anybody' : `nobody but ${deployers.join(' and ')}`;
    return [
      {
        about: `environment ${name}`,
        what: `nobody may deploy to ${name}`,
        example: `it takes deployments from ${named}, and none of them has an account that could ask`,
      },
    ];
  });
}
